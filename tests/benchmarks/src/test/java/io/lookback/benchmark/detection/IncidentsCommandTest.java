package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IncidentsCommandTest {

    @TempDir
    private Path folder;

    @Test
    void findsTheSeriesThatAFaultBreaksAtOnce() {
        String out = run("--fleets=2", "--faults=1", "--cells=none", "--deviations=6");

        assertThat(out)
                .contains("incidents.within 10 min")
                .containsPattern("\\| 1 \\| 2 of 2 \\| ([6-9]|10) \\| ([5-9]|10) \\| [0-2] \\|")
                .contains("in 2 fleets of 10 days");
    }

    @Test
    void namesTheServicesOfALabeledTrouble() throws IOException {
        for (String service : new String[] {"service-1", "service-2"}) {
            StringBuilder rows = new StringBuilder("timestamp,m0,m1,m2,label\n");
            for (int row = 0; row < 2_000; row++) {
                boolean broken = row >= 1_500 && row < 1_520;
                double value = Math.sin(row / 9.0 + service.length()) + row * 7 % 13 / 50.0 + (broken ? 30 : 0);
                rows.append(String.format(
                        Locale.ROOT,
                        "%s,%.3f,%.3f,%.3f,%d%n",
                        Instant.ofEpochSecond(300L * row),
                        value,
                        2 * value,
                        value + row % 5,
                        broken ? 1 : 0));
            }
            Files.writeString(folder.resolve(service + ".csv"), rows);
        }

        String out = run("--data=" + folder, "--cells=none");

        assertThat(out)
                .contains("| 1970-01-06T05:00 | 1 2 | 6 | 1 | 6 | 1 2 | service-1/m0 |")
                .contains(
                        "6 alerts became 1 incidents, 0 of them outside of every label; 0 alerts are in no incident.");
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        int code = new CommandLine(new IncidentsCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments);
        assertThat(code).isZero();
        return out.toString();
    }
}
