package io.lookback.cli.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The account at the end.
 *
 * @param skipped rows of the input that are not records
 * @param stopped whether the user ended it before the data did
 * @param seconds that it took, from the job's start
 */
record Summary(RoundTrips.Counts counts, DetectedLabels detected, long skipped, boolean stopped, double seconds) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Records in         %,d", counts.sent()));
        lines.add(String.format(Locale.ROOT, "Scores out         %,d", counts.scores()));
        lines.add(String.format(Locale.ROOT, "Dead letters       %,d", counts.deadLetters()));
        lines.add(String.format(Locale.ROOT, "Exactly one score  %s", exactness()));
        if (skipped > 0) {
            lines.add(String.format(Locale.ROOT, "Rows skipped       %,d (no timestamp or no number)", skipped));
        }
        int labels = detected.found().size() + detected.missed().size();
        String elsewhere = labels == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", of which %d outside labeled anomalies",
                        detected.elsewhere().size());
        lines.add(String.format(Locale.ROOT, "Alerts             %d%s", counts.alerts(), elsewhere));
        lines.add(String.format(
                Locale.ROOT,
                "Anomalies found    %s",
                labels == 0 ? "- (the data has no labels)" : detected.found().size() + " of " + labels));
        detected.missed()
                .forEach(label -> lines.add(String.format(
                        Locale.ROOT,
                        "  missed           %s in %s at %s",
                        label.kind(),
                        label.series(),
                        Instant.ofEpochMilli(label.begin()))));
        lines.add(String.format(Locale.ROOT, "Wall time          %.1f s", seconds));
        return lines;
    }

    private String exactness() {
        if (counts.exact()) {
            return "yes, for every valid record";
        }
        return stopped && counts.repeated() == 0
                ? String.format(Locale.ROOT, "%,d were still under way when it was stopped", counts.unanswered())
                : String.format(
                        Locale.ROOT,
                        "NO: %,d without a score, %,d scored again",
                        counts.unanswered(),
                        counts.repeated());
    }
}
