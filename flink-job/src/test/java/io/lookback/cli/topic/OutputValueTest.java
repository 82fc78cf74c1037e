package io.lookback.cli.topic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.schema.Schemas;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputValueTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0000000007", "80d0acf30e", "000000000780d0acf30e", "7b", "02", "0261000202610a"})
    @FaultCase(
            kind = "Commands",
            input = "foreign bytes in an output topic: {}",
            outcome = "`tail` goes on; a length of 2 GB costs nothing")
    void foreignBytesAreAnError(String hex) {
        byte[] value = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> OutputValue.read(value, Schemas.observation())).isInstanceOf(IOException.class);
    }
}
