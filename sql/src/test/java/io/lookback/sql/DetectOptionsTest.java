package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DelegatingConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectOptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    detection.zone         | Mars            | my.detection.zone is 'Mars': give a time zone
                    detection.false-alarms | ''              | my.detection.false-alarms is '': give more than 0
                    detection.false-alarms | 1 per fortnight | is '1 per fortnight': give more than 0
                    detection.false-alarms | 0               | my.detection.false-alarms is '0': give more than 0
                    detection.warm-up      | -5              | my.detection.warm-up is -5: give 0 (automatic)
                    detection.warm-up      | soon            | 'soon' for key 'my.detection.warm-up'
                    detection.warm-up      | soon            | Give a whole number, such as 0.
                    detection.min-relative | a lot           | Give a number, such as 0.5.
                    wave.deadline          | soon            | Give a duration with its unit, such as '5 min'.
                    detection.side         | left            | for key 'my.detection.side'
                    detection.side         | left            | ABOVE
                    cells                  | gru=            | my.cells: 'gru=' names no file
                    cells                  | ''              | my.cells: there is none
                    cells                  | abacus          | my.cells: there is no cell 'abacus'
                    device                 | tpu             | my.device is 'tpu': give cpu, cuda
                    state.ttl              | 7               | my.state.ttl is '7', without a unit: give it with one, such as '7 min'
                    wave.size              | 0               | my.wave.size is 0: give 1""")
    void whatIsRefusedHasTheNameThatTheStatementKnows(String key, String value, String message) {
        Map<String, ConfigOption<?>> names = new HashMap<>();
        DetectOptions.FLOW.forEach(option -> names.put("my." + option.key(), option));
        Configuration options = Configuration.fromMap(Map.of("my." + key, value));

        assertThatThrownBy(
                        () -> DetectOptions.flow(new DelegatingConfiguration(options, "my."), new OptionNames(names)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("my.my."));
    }

    @Test
    void aTimeMayLieAheadByWhatALongHolds() {
        assertThatThrownBy(() -> DetectSettings.builder()
                        .maxAhead(Duration.ofSeconds(Long.MAX_VALUE))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give 0 s to 3650000 d");
    }
}
