package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.cli.watch.Follower;
import io.lookback.cli.watch.Limits;
import io.lookback.cli.watch.WatchServer;
import io.lookback.cli.watch.WatchState;
import io.lookback.event.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Python package's own tests, with a broker, a live page and the command line; skipped where there is no Python. */
@Timeout(1_800)
class PythonPackageTest {

    private static final Path PACKAGE = Path.of("../../python").toAbsolutePath().normalize();
    private static final Path NOTEBOOK = PACKAGE.resolve("notebooks/from-csv-to-report.ipynb");
    private static final int MINUTES = 200;

    @TempDir
    Path folder;

    @BeforeAll
    static void findPython() throws Exception {
        Optional<String> missing = Python.missing();
        missing.ifPresent(what -> System.out.println("Skipped: the Python package cannot be tested, " + what));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    @Test
    void readsALivePageAndTopicsRunsBacktestsAndWritesControls() throws Exception {
        WatchState watchState = new WatchState(Limits.DEFAULT);
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            try (Topics topics = new Topics(broker.bootstrap())) {
                topics.create(Map.of(Telling.SCORES, 2, Telling.ALERTS, 1, Telling.INCIDENTS, 1, Telling.FORECASTS, 1));
            }
            tell(broker.bootstrap());
            Follower.Followed topics = new Follower.Followed(
                    Telling.SCORES, Telling.ALERTS, Optional.of(Telling.INCIDENTS), Optional.of(Telling.FORECASTS));
            try (Follower follower = Follower.start(broker.bootstrap(), Map.of(), topics, 1000, watchState);
                    WatchServer server = WatchServer.start("127.0.0.1", 0, watchState, follower)) {
                Python.Answer answer = Python.run(
                        PACKAGE,
                        Map.of(
                                "PYTHONPATH", PACKAGE.resolve("src").toString(),
                                "PYTHONDONTWRITEBYTECODE", "1",
                                "LOOKBACK_COMMAND", Commands.script(folder).toString(),
                                "LOOKBACK_TEST_PAGE", server.address(),
                                "LOOKBACK_TEST_BOOTSTRAP", broker.bootstrap()),
                        "-m",
                        "unittest",
                        "discover",
                        "-v",
                        "-s",
                        "tests");

                System.out.println(answer.text());
                assertThat(answer.code()).as(answer.text()).isZero();
                assertThat(answer.text()).contains("Ran ").doesNotContain(" is not set");
            }
        }
    }

    /** From a CSV file to a report: every cell runs, and the pictures are there. */
    @Test
    void theNotebookRuns() throws Exception {
        Optional<String> missing = Python.missing("nbconvert", "ipykernel", "matplotlib", "pandas");
        missing.ifPresent(what -> System.out.println("Skipped: the notebook cannot run, " + what));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));

        Python.Answer answer = Python.run(
                folder,
                Map.of(
                        "PYTHONPATH", PACKAGE.resolve("src").toString(),
                        "PYTHONDONTWRITEBYTECODE", "1",
                        "TMPDIR", folder.toString(),
                        "LOOKBACK_COMMAND", Commands.script(folder).toString()),
                "-m",
                "nbconvert",
                "--to",
                "notebook",
                "--execute",
                "--ExecutePreprocessor.kernel_name=python3",
                "--output-dir",
                folder.toString(),
                "--output",
                "executed.ipynb",
                NOTEBOOK.toString());

        assertThat(answer.code()).as(answer.text()).isZero();
        assertThat(outputs(folder.resolve("executed.ipynb"))).isEqualTo(outputs(NOTEBOOK));
        assertThat(Files.size(NOTEBOOK)).isLessThan(300_000);
    }

    /** The kinds of what each cell put out: texts, tables and pictures. */
    private static List<String> outputs(Path notebook) throws IOException {
        List<String> kinds = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).get("cells")) {
            for (JsonNode output : cell.path("outputs")) {
                kinds.add(cell.get("id").asText()
                        + (output.has("name") ? output.get("name") : Containers.names(output.path("data"))));
            }
        }
        assertThat(kinds).as("outputs of %s", notebook).hasSizeGreaterThan(5);
        return kinds;
    }

    private static void tell(String bootstrap) throws IOException {
        try (Telling telling = new Telling(bootstrap)) {
            for (int minute = 0; minute < MINUTES; minute++) {
                telling.score("db/primary", minute, minute >= 150 && minute < 160 ? 0.9 : 0.1);
                telling.score("web/front", minute, 0.2);
            }
            telling.alert("db/primary", Alert.Phase.BEGIN, 150, 150);
            telling.forecast("db/primary", MINUTES - 1, 12);
            telling.incident(Alert.Phase.BEGIN, 150, "db/primary", "web/front");
            telling.flush();
        }
    }
}
