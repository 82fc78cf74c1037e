package io.lookback.cli.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The account at the end.
 *
 * @param skipped rows of the input that are no records
 * @param stopped whether the user ended it before the data did
 * @param seconds that it took, from the job's start
 */
record Summary(Ledger.Counts counts, Findings findings, long skipped, boolean stopped, double seconds) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Records in         %,d".formatted(counts.sent()));
        lines.add("Scores out         %,d".formatted(counts.scores()));
        lines.add("Dead letters       %,d".formatted(counts.deadLetters()));
        lines.add("Exactly one score  %s".formatted(exactness()));
        if (skipped > 0) {
            lines.add("Rows skipped       %,d (no timestamp or no number)".formatted(skipped));
        }
        int labels = findings.found().size() + findings.missed().size();
        String elsewhere = labels == 0
                ? ""
                : ", of which %d outside labelled anomalies"
                        .formatted(findings.elsewhere().size());
        lines.add("Alerts             %d%s".formatted(counts.alerts(), elsewhere));
        lines.add("Anomalies found    %s"
                .formatted(
                        labels == 0
                                ? "- (the data has no labels)"
                                : findings.found().size() + " of " + labels));
        findings.missed()
                .forEach(label -> lines.add("  missed           %s in %s at %s"
                        .formatted(label.kind(), label.series(), Instant.ofEpochMilli(label.begin()))));
        lines.add("Wall time          %.1f s".formatted(seconds));
        return lines;
    }

    private String exactness() {
        if (counts.exact()) {
            return "yes, for every valid record";
        }
        return stopped && counts.repeated() == 0
                ? "%,d were still under way when it was stopped".formatted(counts.unanswered())
                : "NO: %,d without a score, %,d scored again".formatted(counts.unanswered(), counts.repeated());
    }
}
