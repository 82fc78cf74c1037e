package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.integration.Commands.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

    private static final int SPIKE = 450;

    @TempDir
    Path folder;

    @Test
    void scoresEveryRowOnceInOrderWhateverTheParallelism() throws IOException {
        write("web/cpu.csv", "timestamp,value,label\n", 500);
        write("db.txt", "", 300);
        Files.writeString(folder.resolve("in/broken.csv"), "timestamp,value\nx,1\ny,2\n");

        Answer alone = backtest("alone", "1");
        Answer together = backtest("together", "3");

        assertThat(alone.code()).isZero();
        assertThat(alone.out()).contains("3 series, 800 rows scored", "2 without a score");
        for (String file : List.of("web/cpu.csv", "db.txt", "broken.csv")) {
            assertThat(folder.resolve("together").resolve(file))
                    .hasSameTextualContentAs(folder.resolve("alone").resolve(file));
        }
        assertThat(together.code()).isZero();
    }

    @Test
    void keepsTimestampsAndFindsTheSpike() throws IOException {
        write("web/cpu.csv", "timestamp,value,label\n", 500);

        backtest("out", "2");

        List<String> input = Files.readAllLines(folder.resolve("in/web/cpu.csv"));
        List<String> output = Files.readAllLines(folder.resolve("out/web/cpu.csv"));
        assertThat(output.get(0))
                .isEqualTo("timestamp,value,anomaly_score,severity,anomaly,expected,lower,upper,status");
        assertThat(output)
                .extracting(line -> line.split(",", -1)[0])
                .containsExactlyElementsOf(
                        input.stream().map(line -> line.split(",", -1)[0]).toList());
        int highest = 1;
        for (int row = 1; row < output.size(); row++) {
            highest = score(output.get(row)) > score(output.get(highest)) ? row : highest;
        }
        assertThat(highest).isEqualTo(SPIKE + 1);
    }

    private Answer backtest(String out, String parallelism) {
        return Commands.run(
                "backtest",
                "--data",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve(out).toString(),
                "--parallelism",
                parallelism);
    }

    /** With a header: a timestamp, a value with one spike, and a label; without: three values. */
    private void write(String name, String header, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        StringBuilder text = new StringBuilder(header);
        for (int row = 0; row < rows; row++) {
            double value = 10 + Math.sin(row / 8.0) + 0.1 * random.nextGaussian();
            if (header.isEmpty()) {
                text.append("%.4f,%.4f,%.4f%n".formatted(value / 20, random.nextDouble(), 0.5));
            } else {
                boolean spike = row == SPIKE;
                text.append("2024-03-01 %02d:%02d:00,%.4f,%d%n"
                        .formatted(row / 60, row % 60, spike ? value + 30 : value, spike ? 1 : 0));
            }
        }
        Path file = folder.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static double score(String line) {
        return Double.parseDouble(line.split(",", -1)[2]);
    }
}
