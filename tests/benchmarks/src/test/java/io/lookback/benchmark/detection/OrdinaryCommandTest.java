package io.lookback.benchmark.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OrdinaryCommandTest {

    @TempDir
    private Path folder;

    @Test
    void namesTheAlertsOfAFileBesideItsLabels() throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value,label\n");
        for (int row = 0; row < 3_000; row++) {
            text.append(Instant.ofEpochSecond(60L * row)).append(row == 2_000 ? ",0,1\n" : ",1,0\n");
        }
        Files.writeString(folder.resolve("up.csv"), text);

        StringWriter out = new StringWriter();
        int code = new CommandLine(new OrdinaryCommand())
                .setOut(new PrintWriter(out))
                .execute("--data=" + folder, "--cells=none");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains(
                        "up.csv: 1 alerts; labeled: 2000..2000",
                        "BEGIN rows 2000..2000",
                        "END rows 2000..",
                        "RECOVERED");
    }
}
