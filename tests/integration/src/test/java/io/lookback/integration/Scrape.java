package io.lookback.integration;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a Prometheus endpoint answered. */
record Scrape(String text) {

    private static final Pattern NAME = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");

    Set<String> names() {
        return NAME.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** All samples of a metric whose line holds the label, added up; empty if there is none. */
    Optional<Double> sum(String metric, String label) {
        Pattern sample = Pattern.compile("(?m)^" + metric + "\\{.*" + Pattern.quote(label) + ".*} (\\S+)$");
        return sample.matcher(text).results().map(Scrape::value).reduce(Double::sum);
    }

    private static double value(MatchResult match) {
        return Double.parseDouble(match.group(1));
    }
}
