package io.lookback.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The table of docs/metrics.md. */
record MetricsPage(List<Row> rows) {

    private static final Path PAGE = Path.of("../../docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\w+) \\|");
    private static final Pattern VALUE = Pattern.compile("\\.<[^>]+>");

    static MetricsPage read() throws IOException {
        return new MetricsPage(ROW.matcher(Files.readString(PAGE))
                .results()
                .map(MetricsPage::row)
                .toList());
    }

    private static Row row(MatchResult match) {
        return new Row(match.group(1), match.group(2));
    }

    /**
     * One metric.
     *
     * @param name within the group; a part in angle brackets varies
     */
    record Row(String name, String type) {

        /** Whether Flink's name of a metric, within the group, is this one's. */
        boolean names(String registered) {
            String pattern = Pattern.quote(name).replaceAll("<[^>]+>", "\\\\E.+\\\\Q");
            String suffix = type.equals("histogram") ? "_\\w+" : "";
            return registered.matches(pattern + suffix);
        }

        String prometheus() {
            return "flink_taskmanager_job_task_operator_lookback_"
                    + VALUE.matcher(name).replaceAll("").replace('.', '_');
        }
    }
}
