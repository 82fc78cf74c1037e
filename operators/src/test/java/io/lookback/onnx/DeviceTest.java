package io.lookback.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

    @Test
    void isSpelledInFewWays() {
        assertThat(Device.parse("cpu")).isEqualTo(Device.CPU).hasToString("cpu");
        assertThat(Device.parse("cuda"))
                .isEqualTo(new Device(Device.Kind.CUDA, 0))
                .hasToString("cuda:0");
        assertThat(Device.parse("cuda:3"))
                .isEqualTo(new Device(Device.Kind.CUDA, 3))
                .hasToString("cuda:3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpu", "CUDA", "cuda:", "cuda:-1", "cuda:x", "cpu:0", "cuda:4294967296"})
    void namesTheWaysOutOfAnother(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'%s'".formatted(text))
                .hasMessageContaining("give cpu, cuda, or cuda:1");
    }

    @Test
    void aBuildWithoutItsProviderSaysSoInsteadOfUsingTheProcessor() throws IOException {
        assumeThat(OnnxRuntime.providers()).as("built without -Pcuda").doesNotContain(OrtProvider.CUDA);
        byte[] graph = Graphs.shipped("lstm");
        int loaded = OnnxModel.loaded();

        assertThatThrownBy(() -> OnnxModel.acquire("lstm", graph, Device.parse("cuda")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("device is cuda:0", "CUDAExecutionProvider", "-Pcuda", "device: cpu");
        assertThatThrownBy(() -> Device.parse("cuda").requireProvider())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Pcuda");
        assertThat(OnnxModel.loaded()).isEqualTo(loaded);
    }

    @Test
    void everyBuildHasTheProcessor() {
        Device.CPU.requireProvider();

        assertThat(Device.CPU.provider()).isEqualTo("CPUExecutionProvider");
    }
}
