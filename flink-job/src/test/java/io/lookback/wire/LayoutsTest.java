package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.testkit.FaultCase;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayoutsTest {

    private static final List<String> USUAL = List.of("cpu", "memory");

    private final Layouts layouts = new Layouts();

    @Test
    void theSameNamesHaveTheSameFeatures() throws DecodingException {
        assertThat(layouts.ordered(List.copyOf(USUAL)).features())
                .isSameAs(layouts.ordered(USUAL).features());
    }

    @Test
    void refusesANameThatUtf8CannotCarry() {
        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> layouts.sorted(List.of("n\udfbf\udfff")))
                .withMessage(
                        "The feature 'n??' has half of a surrogate pair in its name, which no UTF-8 text can carry");
    }

    @Test
    @FaultCase(
            kind = "Record that could stop the job",
            input = "records of a thousand long names that never repeat",
            outcome = "names of a few megabytes are kept, whatever comes")
    void namesThatNeverRepeatAreForgotten() throws DecodingException {
        Layouts.Layout usual = layouts.ordered(USUAL);
        for (int record = 0; record < 10; record++) {
            String end = "n".repeat(900) + record;
            layouts.ordered(
                    IntStream.range(0, 1_000).mapToObj(value -> value + end).toList());
        }

        assertThat(layouts.ordered(USUAL)).isNotSameAs(usual);
    }
}
