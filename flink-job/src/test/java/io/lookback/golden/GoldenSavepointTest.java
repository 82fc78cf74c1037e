package io.lookback.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every savepoint that a release wrote is one that this release goes on from, as if the job had never stopped: its
 * scores are {@link Alike} to those of a job that read everything. A release that changes what is in a savepoint adds
 * one:
 *
 * <pre>
 * ./mvnw -pl flink-job -am test -Dtest=GoldenSavepointTest -Dsurefire.failIfNoSpecifiedTests=false -Dlookback.golden=0.1.0-1
 * </pre>
 */
@Timeout(400)
class GoldenSavepointTest {

    @TempDir
    private Path directory;

    static List<Golden> released() {
        return Golden.released();
    }

    static List<Golden> untold() throws Exception {
        List<Golden> untold = new ArrayList<>();
        for (Golden golden : released()) {
            if (golden.told().isEmpty()) {
                untold.add(golden);
            }
        }
        return untold;
    }

    @ParameterizedTest
    @MethodSource("released")
    void goesOnAsIfItHadNeverStopped(Golden golden) throws Exception {
        int before = Golden.scored(golden.before());
        boolean told = !golden.told().isEmpty();
        int whole = Golden.scored(golden.all());
        try (GoldenRun run = new GoldenRun(golden)) {
            run.send(golden.all());
            run.play("whole", Optional.empty(), whole, directory);
            run.play("restored", Optional.of(golden.savepoint()), whole - before, directory);

            Map<String, JsonNode> expected = byId(run.all("whole-scores"));
            Map<String, JsonNode> found = byId(run.all("restored-scores"));
            assertThat(expected).hasSize(whole);
            assertThat(found).hasSize(whole - before);
            found.forEach((id, score) -> Alike.require(id, score, expected.get(id), golden));
            assertThat(run.all("restored-dead")).isEmpty();
            requireSameAlerts(golden, run.all("whole-alerts"), run.all("restored-alerts"));
            assertThat(run.all("restored-alerts"))
                    .anyMatch(alert -> alert.get("phase").asText().equals("END")
                            && alert.get("suppressed_by").isTextual() == told);
        }
    }

    @ParameterizedTest
    @MethodSource("untold")
    void goesOnAlikeWhenPeopleMayTellItMore(Golden golden) throws Exception {
        int after = Golden.scored(golden.all()) - Golden.scored(golden.before());
        try (GoldenRun run = new GoldenRun(golden)) {
            run.send(golden.all());
            run.play("restored", Optional.of(golden.savepoint()), after, directory);
            run.play("guided", Optional.of(golden.savepoint()), after, directory, "control.topic=" + GoldenRun.CONTROL);

            assertThat(byId(run.all("guided-scores"))).hasSize(after).isEqualTo(byId(run.all("restored-scores")));
            assertThat(bySeries(run.all("guided-alerts"))).isEqualTo(bySeries(run.all("restored-alerts")));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "lookback.golden", matches = ".+")
    void writesANewOne() throws Exception {
        Golden golden = Golden.begin(System.getProperty("lookback.golden"));
        try (GoldenRun run = new GoldenRun(golden)) {
            run.send(golden.before());
            Path savepoint = run.play("first", Optional.empty(), Golden.scored(golden.before()), directory);
            golden.keep(savepoint);
        }
    }

    /** What the restored job says of alerts is what the other says last; it goes on with alerts that had begun. */
    private static void requireSameAlerts(Golden golden, List<JsonNode> whole, List<JsonNode> restored) {
        Map<String, List<JsonNode>> expected = bySeries(whole);
        Map<String, List<JsonNode>> found = bySeries(restored);
        found.forEach((series, changes) -> {
            List<JsonNode> all = expected.getOrDefault(series, List.of());
            int earlier = all.size() - changes.size();
            assertThat(earlier).as("alerts of %s", series).isNotNegative();
            for (int change = 0; change < changes.size(); change++) {
                Alike.require(series, changes.get(change), all.get(earlier + change), golden);
            }
        });
        assertThat(found.values())
                .as("first changes after the savepoint")
                .extracting(changes -> changes.get(0).get("phase").asText())
                .contains("END")
                .contains("BEGIN");
    }

    private static Map<String, JsonNode> byId(List<JsonNode> records) {
        Map<String, JsonNode> byId = new TreeMap<>();
        records.forEach(record -> byId.put(record.get("id").asText(), record));
        return byId;
    }

    private static Map<String, List<JsonNode>> bySeries(List<JsonNode> records) {
        return records.stream()
                .collect(Collectors.groupingBy(record -> record.get("series").asText()));
    }
}
