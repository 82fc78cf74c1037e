package io.lookback.cli.control;

import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Label;
import io.lookback.control.Reset;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.control.WeeklyWindow;
import io.lookback.event.Direction;
import io.lookback.event.Rejection;
import io.lookback.wire.ControlRecords;
import io.lookback.wire.Printable;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Entries as lines that a person reads. */
final class ControlLines {

    /** Enough to tell files apart. */
    private static final int SHOWN_DIGITS = 12;

    private ControlLines() {}

    static String of(ControlEntry entry) {
        String said = "";
        if (entry instanceof Rule rule) {
            said = rule(rule);
        } else if (entry instanceof Label label) {
            said = label(label);
        } else if (entry instanceof Announcement announcement) {
            said = announcement(announcement);
        } else if (entry instanceof Reset reset) {
            said = reset.series() + " start over, asked for at " + Instant.ofEpochMilli(reset.at());
        } else if (entry instanceof ForecastRequest request) {
            said = "forecast of " + request.series() + ", asked for at " + Instant.ofEpochMilli(request.at());
        }
        return Printable.line(String.format(
                Locale.ROOT,
                "%-24s  %s%s",
                entry.id(),
                said,
                entry.reason().isEmpty() ? "" : "  (" + entry.reason() + ")"));
    }

    /** The records that cannot be followed, and whether there may be more. */
    static List<String> unfit(List<Rejection> records) {
        List<String> lines = new ArrayList<>();
        records.forEach(record -> lines.add(unfit(record)));
        if (records.size() >= ControlRecords.MOST_UNFIT) {
            lines.add(String.format(
                    Locale.ROOT,
                    "These are the last %d records that cannot be read; there may be earlier ones.",
                    records.size()));
        }
        return lines;
    }

    private static String unfit(Rejection record) {
        return Printable.line(String.format(
                Locale.ROOT,
                "%-24s  cannot be read, see %s: %s",
                ControlClient.Content.name(record),
                record.origin().id(),
                record.message()));
    }

    private static String rule(Rule rule) {
        List<String> parts = new ArrayList<>();
        Scope scope = rule.scope();
        Direction direction = scope.direction();
        parts.add("suppresses " + scope.series());
        if (scope.feature() != null) {
            parts.add("feature " + scope.feature());
        }
        if (direction != null) {
            parts.add(direction.name().toLowerCase(Locale.ROOT));
        }
        parts.addAll(tolerance(rule.tolerance()));
        parts.addAll(times(rule.times()));
        return String.join(", ", parts);
    }

    private static List<String> tolerance(Tolerance tolerance) {
        List<String> parts = new ArrayList<>();
        if (tolerance.minAbsolute() > 0) {
            parts.add(String.format(Locale.ROOT, "off by less than %s", tolerance.minAbsolute()));
        }
        if (tolerance.minRelative() > 0) {
            parts.add(String.format(Locale.ROOT, "off by less than %s %%", 100 * tolerance.minRelative()));
        }
        return parts.size() < 2 ? parts : List.of(String.join(" or ", parts));
    }

    private static List<String> times(Times times) {
        List<String> parts = new ArrayList<>();
        if (times.from() != Long.MIN_VALUE) {
            parts.add("from " + Instant.ofEpochMilli(times.from()));
        }
        if (times.until() != Long.MAX_VALUE) {
            parts.add("until " + Instant.ofEpochMilli(times.until()));
        }
        if (!times.weekly().isEmpty()) {
            parts.add(times.weekly().stream().map(ControlLines::window).collect(Collectors.joining(" and ")));
        }
        return parts;
    }

    private static String window(WeeklyWindow window) {
        String days = window.days().size() == DayOfWeek.values().length
                ? "daily"
                : window.days().stream()
                        .map(day -> day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH))
                        .collect(Collectors.joining("+"));
        return String.format(Locale.ROOT, "%s %s-%s %s", days, window.from(), window.to(), window.zone());
    }

    private static String label(Label label) {
        return String.format(
                Locale.ROOT,
                "%s: %s from %s until %s",
                label.series(),
                label.verdict() == Label.Verdict.REAL ? "real" : "false alarm",
                Instant.ofEpochMilli(label.from()),
                Instant.ofEpochMilli(label.until()));
    }

    private static String announcement(Announcement announcement) {
        return String.format(
                Locale.ROOT,
                "%s for %s, %s %s: %s, SHA-256 %s",
                announcement.model(),
                announcement.series(),
                announcement.shadow() ? "in the shadow of" : "as",
                announcement.cell(),
                announcement.file().path(),
                announcement.file().sha256().substring(0, SHOWN_DIGITS));
    }
}
