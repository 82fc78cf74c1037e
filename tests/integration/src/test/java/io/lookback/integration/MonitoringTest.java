package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lookback.integration.MetricsPage.Row;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alert rules, scrape configuration and dashboard, as far as no job is needed to judge them. */
class MonitoringTest {

    private static final Path RUNBOOKS = Path.of("../../docs/runbooks.md");
    private static final String PROMTOOL = "promtool";

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyAlertSaysWhatToDo() throws IOException {
        List<String> sections = Pattern.compile("(?m)^### (\\w+)$")
                .matcher(Files.readString(RUNBOOKS))
                .results()
                .map(match -> match.group(1))
                .toList();

        List<JsonNode> alerts = alerts();

        assertThat(alerts).hasSizeGreaterThan(7).allSatisfy(alert -> {
            String name = alert.get("alert").asText();
            JsonNode annotations = alert.get("annotations");
            assertThat(sections).contains(name);
            assertThat(annotations.get("runbook_url").asText())
                    .isEqualTo("docs/runbooks.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(annotations.get("summary").asText()).isNotBlank();
            assertThat(annotations.get("description").asText()).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
        });
    }

    @Test
    void everyAlertIsPlayedInTheRuleTests() throws IOException {
        String tests = Files.readString(Monitoring.RULE_TESTS);

        assertThat(alerts())
                .extracting(alert -> alert.get("alert").asText())
                .allMatch(name -> tests.contains("alertname=\"%s\",alertstate=\"firing\"".formatted(name)))
                .allMatch(name -> tests.contains("alertname: " + name));
    }

    @Test
    void promtoolAcceptsConfigurationAndRules() throws Exception {
        assumeTrue(installed(PROMTOOL), "skipped: promtool (package 'prometheus') is not installed");

        assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
        assertThat(promtool("check", "rules", "lookback-rules.yml")).contains("SUCCESS");
        assertThat(promtool("test", "rules", "lookback-rules-test.yml")).contains("SUCCESS");
    }

    @Test
    void prometheusSendsItsAlertsToTheAlertmanagerOfTheComposeFile() throws IOException {
        JsonNode prometheus =
                YAML.readTree(Monitoring.PROMETHEUS.resolve("prometheus.yml").toFile());
        JsonNode compose = YAML.readTree(Path.of("../../docker/compose.yaml").toFile());

        String target = prometheus
                .at("/alerting/alertmanagers/0/static_configs/0/targets/0")
                .asText();

        assertThat(target).endsWith(":9093");
        assertThat(compose.get("services").has(target.replace(":9093", ""))).isTrue();
    }

    @Test
    void dashboardShowsEveryMetricOfThePage() throws IOException {
        Set<String> shown = Monitoring.metrics(Monitoring.DASHBOARD);

        assertThat(shown)
                .containsAll(
                        MetricsPage.read().rows().stream().map(Row::prometheus).toList());
    }

    @Test
    void panelsOfTheDashboardDoNotOverlap() throws IOException {
        Set<String> cells = new TreeSet<>();
        Set<Integer> ids = new TreeSet<>();

        for (JsonNode panel : dashboard().get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            JsonNode place = panel.get("gridPos");
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    String cell =
                            (place.get("x").asInt() + x) + "," + (place.get("y").asInt() + y);
                    assertThat(cells.add(cell))
                            .as("%s at %s", panel.get("title"), cell)
                            .isTrue();
                }
            }
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
        }
    }

    @Test
    void dashboardReadsTheProvisionedDataSource() throws IOException {
        JsonNode source = YAML.readTree(Path.of("../../docker/grafana/provisioning/datasources/prometheus.yml")
                        .toFile())
                .at("/datasources/0");
        JsonNode variables = dashboard().at("/templating/list");

        assertThat(source.get("type").asText()).isEqualTo("prometheus");
        assertThat(variables.get(0).get("query").asText()).isEqualTo("prometheus");
        assertThat(dashboard().get("panels"))
                .filteredOn(panel -> panel.has("targets"))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    assertThat(panel.get("description").asText()).isNotBlank();
                    assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
                });
    }

    private static JsonNode dashboard() throws IOException {
        return JSON.readTree(Monitoring.DASHBOARD.toFile());
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : YAML.readTree(Monitoring.RULES.toFile()).get("groups")) {
            group.get("rules").forEach(rule -> {
                if (rule.has("alert")) {
                    alerts.add(rule);
                }
            });
        }
        return alerts;
    }

    private static boolean installed(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String promtool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROMTOOL));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(Monitoring.PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }
}
