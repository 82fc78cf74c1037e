package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"0, PT0S", "0 ms, PT0S", "1 ms, PT0.001S", "PT30S, PT30S", "36500 d, PT876000H"})
    void readsWhatIsNothingOrWithinTheRange(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "1 ns", "999 us", "PT0.0009S", "-1 s", "PT-1S", "36501 d", "P36500DT1S", "soon", "PT", ""})
    void refusesTheRest(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Durations.parse(text));
    }

    @ParameterizedTest
    @MethodSource("tooMuchOrTooLittle")
    void everySettingNamesItsKeyTheValueAndTheRange(Key key, String value) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config(key.key() + '=' + value))
                .withMessageStartingWith("%s is '%s' (--set): give ", key, value)
                .withMessageEndingWith(" of 1 ms to 36500 d");
    }

    private static Stream<Arguments> tooMuchOrTooLittle() {
        return Arrays.stream(Key.values())
                .filter(key -> key.type().endsWith("duration"))
                .flatMap(key -> Stream.of("106751991167 d", "P106751991167300D", "1 ns")
                        .map(value -> Arguments.of(key, value)));
    }

    private static JobConfig config(String setting) {
        return JobConfig.load(Optional.empty(), List.of("kafka.bootstrap=b:1", "input.topic=m", setting));
    }
}
