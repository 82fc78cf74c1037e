package io.lookback.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files under docker/ that read metrics. */
final class Monitoring {

    static final Path PROMETHEUS = Path.of("../../docker/prometheus");
    static final Path RULES = PROMETHEUS.resolve("lookback-rules.yml");
    static final Path RULE_TESTS = PROMETHEUS.resolve("lookback-rules-test.yml");
    static final Path DASHBOARD = Path.of("../../docker/grafana/dashboards/lookback.json");

    private static final Pattern METRIC = Pattern.compile("flink_[a-z]+_\\w+");

    private Monitoring() {}

    /** Flink's and Lookback's metrics that a file names. */
    static Set<String> metrics(Path file) throws IOException {
        return METRIC.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
