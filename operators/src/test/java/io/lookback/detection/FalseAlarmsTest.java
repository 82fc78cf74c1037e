package io.lookback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalseAlarmsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10                     | 10 per 10000 records  | 288   | 10",
                "0.5                    | 0.5 per 10000 records | 288   | 0.5",
                "10 per 10,000 records  | 10 per 10000 records  | 24    | 10",
                "1 per day              | 1 per day             | 1440  | 6.9444",
                "1 per day              | 1 per day             | 86400 | 0.11574",
                "2 Per Week             | 2 per week            | 288   | 9.9206",
                "1 per day              | 1 per day             | 4     | 1000"
            })
    void readsARate(String text, String shown, double rowsPerDay, double inTenThousand) {
        FalseAlarms rate = FalseAlarms.parse(text);

        assertThat(rate).hasToString(shown);
        assertThat(FalseAlarms.parse(shown)).isEqualTo(rate);
        assertThat(rate.inTenThousand(rowsPerDay)).isCloseTo(inTenThousand, within(1e-4 * inTenThousand));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "few", "0", "-1", "NaN", "1001", "1 per hour", "1 per", "per day", "1 day"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FalseAlarms.parse(text));
    }
}
