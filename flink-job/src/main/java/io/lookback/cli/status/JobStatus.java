package io.lookback.cli.status;

import io.lookback.job.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a job stands.
 *
 * @param read records, whatever became of them
 * @param skipped deletes of a change stream
 * @param rejected by reason
 * @param series with state
 * @param alerts that began
 * @param waiting records of the topics that are still to be read
 * @param counters values that climb as counters do, though nobody declared them
 * @param otherUnits records whose time is in another unit than the first one of their topic
 * @param restarts after failures
 */
public record JobStatus(
        long read,
        long scored,
        long skipped,
        TreeMap<String, Rejected.Cause> rejected,
        long series,
        long alerts,
        long waiting,
        long counters,
        long otherUnits,
        long restarts) {

    /**
     * @param key of the job's {@link StatusReporter}
     * @param rejected by reason
     */
    public static JobStatus of(String key, TreeMap<String, Rejected.Cause> rejected) {
        StatusReporter reporter = StatusReporter.of(key);
        if (reporter == null) {
            return new JobStatus(0, 0, 0, rejected, 0, 0, 0, 0, 0, 0);
        }
        return new JobStatus(
                reporter.total(StatusReporter.READ),
                reporter.total(StatusReporter.SCORES),
                reporter.total(StatusReporter.SKIPPED),
                rejected,
                reporter.total(StatusReporter.SERIES),
                reporter.total(StatusReporter.ALERTS),
                reporter.total(StatusReporter.PENDING),
                reporter.total(StatusReporter.COUNTERS),
                reporter.total(StatusReporter.OTHER_UNITS),
                reporter.total(StatusReporter.RESTARTS));
    }

    /** All rejections together. */
    public long dead() {
        return rejected.values().stream().mapToLong(Rejected.Cause::count).sum();
    }

    /** Whether records came and not one of them could be scored. */
    public boolean fruitless() {
        return scored == 0 && dead() > 0;
    }

    /** In one line. */
    public String line() {
        String reasons = rejected.entrySet().stream()
                .map(reason -> String.format(
                        Locale.ROOT,
                        "%s %,d",
                        name(reason.getKey()),
                        reason.getValue().count()))
                .collect(Collectors.joining(", ", " (", ")"));
        return String.format(
                Locale.ROOT,
                "%,d read, %,d scored, %,d rejected%s%s, %,d series, %,d alerts, %,d still to read",
                read,
                scored,
                dead(),
                rejected.isEmpty() ? "" : reasons,
                skipped == 0 ? "" : String.format(Locale.ROOT, ", %,d deletes skipped", skipped),
                series,
                alerts,
                waiting);
    }

    /** The account at the end. */
    public List<String> summary(double seconds) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(Locale.ROOT, "Records in         %,d", read));
        lines.add(String.format(Locale.ROOT, "Scores out         %,d", scored));
        lines.add(String.format(Locale.ROOT, "Rejected           %,d", dead()));
        rejected.forEach((reason, cause) -> lines.add(String.format(
                Locale.ROOT, "  %-16s %,d, the first one %s", name(reason), cause.count(), cause.first())));
        if (skipped > 0) {
            lines.add(String.format(Locale.ROOT, "Deletes skipped    %,d", skipped));
        }
        if (otherUnits > 0) {
            lines.add(String.format(Locale.ROOT, "Times in other units %,d", otherUnits));
        }
        lines.add(String.format(Locale.ROOT, "Alerts             %,d", alerts));
        lines.add(String.format(Locale.ROOT, "Wall time          %.1f s", seconds));
        return lines;
    }

    private static String name(String reason) {
        return reason.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
