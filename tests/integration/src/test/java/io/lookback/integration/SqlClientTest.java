package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.integration.cluster.FlinkCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The examples of SQL in sessions of Flink's own client, on a cluster of several processes. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlClientTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sql\\n(.*?)^```");
    private static final Pattern FAILED = Pattern.compile("\\[ERROR](?s:.{0,2000})");

    private Path directory;
    private FlinkCluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        Files.copy(Path.of("src/test/resources/sql/linear.onnx"), directory.resolve("linear.onnx"));
        cluster = FlinkCluster.start(directory.resolve("flink"));
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theExampleFindsTheFailureInBothWays() throws Exception {
        String printed = run("example", Files.readString(ROOT.resolve("examples/sql/detect.sql")));

        assertThat(printed).contains("Execute statement succeeded").contains("cpu is ");
        assertThat(rows(printed)).isGreaterThan(2);
    }

    @Test
    void thePageRunsAsItIsWritten() throws Exception {
        String statements = BLOCK.matcher(Files.readString(ROOT.resolve("docs/sql.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));

        String printed = run("page", statements);

        assertThat(printed).contains("Execute statement succeeded");
        assertThat(rows(printed)).isGreaterThan(2);
    }

    private String run(String name, String statements) throws Exception {
        Path script = directory.resolve(name + ".sql");
        Files.writeString(
                script,
                statements
                        .replace(
                                "file:///tmp/lookback-sql",
                                directory.resolve(name).toUri().toString())
                        .replace("/models/", directory + "/"));
        String printed = cluster.sql(script);
        assertThat(FAILED.matcher(printed).results().map(MatchResult::group)).isEmpty();
        return printed;
    }

    /** Rows of all results. */
    private static long rows(String printed) {
        return Pattern.compile("Received a total of (\\d+) row")
                .matcher(printed)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
