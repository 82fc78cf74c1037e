package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JobsCommandTest {

    @Test
    void countsWhatIsFoundByInterval() {
        StringWriter out = new StringWriter();

        int code =
                new CommandLine(new JobsCommand()).setOut(new PrintWriter(out)).execute("--series=1", "--cells=none");

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .hasSize(6)
                .anySatisfy(line -> assertThat(line).matches("\\| 60 min \\| [01] \\| [01] \\| \\d+ \\|"));
    }

    @Test
    void theTroubleIsWhereTheJobShouldHaveRun() {
        DailyJob usual = DailyJob.of(5, DailyJob.Trouble.NONE, 3);
        DailyJob missed = DailyJob.of(5, DailyJob.Trouble.MISSED, 3);

        List<Integer> differing = differing(usual, missed);

        assertThat(differing)
                .isNotEmpty()
                .allMatch(row -> missed.isTrouble(missed.readings().times()[row]));
        assertThat(usual.isTrouble(usual.readings().times()[differing.get(0)])).isFalse();
    }

    private static List<Integer> differing(DailyJob one, DailyJob other) {
        double[] a = one.readings().features().get(0);
        double[] b = other.readings().features().get(0);
        return IntStream.range(0, a.length)
                .filter(row -> Math.abs(a[row] - b[row]) > 0)
                .boxed()
                .toList();
    }
}
