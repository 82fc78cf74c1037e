package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.testkit.FaultCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContradictionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    input.values=[a, a]              | input.values is '[a, a]' (--set input.values): two of them are called 'a'; name each once
                    input.values=v.a, w.b, v.a       | input.values is 'v.a, w.b, v.a' (--set): two of them are called 'v.a'
                    'input.values={cpu: [a, b]}'     | input.values.cpu is '[a, b]' (--set input.values): give one value and not a list
                    name=[a, b]                      | name is '[a, b]' (--set name): give one value and not a list
                    'cells=[{kind: [lstm, gru]}]'    | cells[0].kind is '[lstm, gru]' (--set cells): give one value and not a list
                    cells[5].kind=lstm               | cells[0] is missing, although cells[5] is given: give it as well, or number the cells from 0
                    state.checkpoints=/a folder      | state.checkpoints is '/a folder': begin with the scheme of a file system, as file:///mnt
                    """)
    @FaultCase(
            kind = "Settings that cannot work",
            input = "a value named twice, a list in place of one value, a gap in the list of cells",
            outcome = "refused before startup")
    void whatCannotBeMeantIsRefused(String override, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JobConfigTest.config(override))
                .withMessageStartingWith(message);
    }

    @Test
    void anEndBeforeTheStartIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        JobConfigTest.config("input.start=2026-11-30T00:00:00Z", "input.until=2026-11-29T00:00:00Z"))
                .withMessage(
                        "input.until is '2026-11-29T00:00:00Z' (--set): nothing would be read, since input.start is '2026-11-30T00:00:00Z' (--set); give a later instant");
        assertThat(JobConfigTest.config("input.start=2026-11-29T00:00:00Z", "input.until=2026-11-30T00:00:00Z")
                        .input()
                        .bounded())
                .isTrue();
    }
}
