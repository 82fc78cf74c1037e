package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cell.CellOptions;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.onnx.Device;
import io.lookback.onnx.DeviceException;
import io.lookback.onnx.Graphs;
import io.lookback.onnx.NoDevice;
import io.lookback.onnx.OnnxModel;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import io.lookback.testkit.OperatorScript;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

/** The scoring operator with a device. */
class DeviceJobTest {

    private static final Device DEVICE = new Device(Device.Kind.CUDA, 93);

    private final LoadedFlow flow = LoadedFlow.of(Scripts.spec(OrderSpec.DEFAULT, 16, "lstm"));
    private final List<Item<Observation>> items = Scripts.items(7, 5, 400);

    @Test
    void aTaskWithoutTheDeviceFailsBeforeItsFirstRecordAndForGood() {
        var script = script(on(DEVICE));

        assertThatThrownBy(() -> script.replay(Backend.HEAP, CrashMode.never()))
                .isInstanceOf(SuppressRestartsException.class)
                .hasCauseInstanceOf(DeviceException.class)
                .hasStackTraceContaining("cuda:93");
    }

    @Test
    void wavesGoThroughTheDeviceAndScoreAlike() throws Exception {
        List<Score> expected =
                script(flow).replay(Backend.HEAP, CrashMode.never()).main();

        try (OnnxModel held = NoDevice.load(Graphs.shipped("lstm"), DEVICE)) {
            List<Score> scores =
                    script(on(DEVICE)).replay(Backend.HEAP, CrashMode.never()).main();

            assertThat(held.digest()).isEqualTo(flow.series().cells().get(0).digest());
            assertThat(DEVICE.load().calls()).isPositive();
            assertThat(scores).isNotEmpty().isEqualTo(expected);
        }
    }

    private LoadedFlow on(Device device) {
        CellOptions options = flow.options();
        return new LoadedFlow(
                flow.series(),
                new CellOptions(options.maxRows(), options.attended(), options.cacheBytes(), device),
                flow.wave(),
                flow.retention(),
                flow.silence(),
                flow.horizon());
    }

    private OperatorScript<String, Observation, Score> script(LoadedFlow loaded) {
        return new OperatorScript<>(
                () -> new SequenceOperatorFactory(loaded),
                Observation::series,
                Types.STRING,
                List.of(Scoring.ALERTS, Scoring.REJECTIONS),
                items);
    }
}
