package io.lookback.sql;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.event.Wildcards;
import io.lookback.time.Calendars;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Reads observations off the rows of a table.
 *
 * <p>The name of a series joins the values of its columns with a slash. A backslash in a value is escaped with
 * a backslash, and so is a slash if there are several columns; NULL is {@code \N}. So two series never share a name. A row's id is made of its series and its time.
 */
final class RowMapping implements Serializable {

    /** The series of a table that has no column for it. */
    static final String WHOLE_TABLE = "table";

    /** Of no text: there a backslash is followed by another one or a slash. */
    private static final String NULL = "\\N";

    private static final long serialVersionUID = 1L;

    private final List<RowData.FieldGetter> series = new ArrayList<>();
    private final List<RowData.FieldGetter> values = new ArrayList<>();
    private final RowData.FieldGetter time;
    private final String timeColumn;

    /** Of times that name none; null where they are instants. */
    private final @Nullable ZoneId zone;

    private final long maxAheadMs;
    private final Features features;

    private RowMapping(RowType type, DetectSettings settings, List<String> valueColumns, ZoneId session) {
        settings.series().forEach(column -> series.add(getter(type, column, "a series", RowMapping::names)));
        this.timeColumn = settings.time();
        this.maxAheadMs = settings.maxAhead().toMillis();
        this.time = getter(type, timeColumn, "an event time", RowMapping::tells);
        this.zone = isLocal(type.getTypeAt(type.getFieldIndex(timeColumn))) ? session : null;
        valueColumns.forEach(column -> values.add(getter(type, column, "a value", RowMapping::counts)));
        this.features = features(valueColumns);
    }

    private static Features features(List<String> columns) {
        try {
            return new Features(columns);
        } catch (IllegalArgumentException e) {
            throw new ValidationException(
                    String.format(
                            Locale.ROOT,
                            "%s. Name the columns that are judged, each once: 'lookback.values' of the connector, 'features' of DETECT_ANOMALIES.",
                            e.getMessage()),
                    e);
        }
    }

    /**
     * Checks the columns.
     *
     * @param session zone in which times that name none are read, as Flink casts them
     * @throws ValidationException if a column is missing or of a type that cannot serve
     */
    static RowMapping of(RowType type, DetectSettings settings, ZoneId session) {
        List<String> values = settings.values().isEmpty() ? numeric(type, settings) : settings.values();
        if (values.isEmpty()) {
            throw new ValidationException(String.format(
                    Locale.ROOT,
                    "There is nothing to judge: of the columns %s none is a number beside series and time.",
                    type.getFieldNames()));
        }
        requireCounters(settings.flow().counters().patterns(), values);
        return new RowMapping(type, settings, values, session);
    }

    private static void requireCounters(List<String> patterns, List<String> values) {
        for (String pattern : patterns) {
            if (values.stream().noneMatch(column -> Wildcards.match(pattern, column))) {
                throw new ValidationException(String.format(
                        Locale.ROOT,
                        "The counter '%s' is none of the columns that are judged. Name some of %s in 'lookback.counters'.",
                        pattern,
                        values));
            }
        }
    }

    private static List<String> numeric(RowType type, DetectSettings settings) {
        Set<String> taken = new HashSet<>(settings.series());
        taken.add(settings.time());
        return type.getFields().stream()
                .filter(field -> !taken.contains(field.getName()) && counts(field.getType()))
                .map(RowType.RowField::getName)
                .toList();
    }

    /**
     * Reads a row.
     *
     * @param payload that travels with the observation
     * @throws IllegalArgumentException if the row cannot be judged, with the reason
     */
    Observation observe(RowData row, Payload payload) {
        return observe(seriesOf(row), row, payload);
    }

    /** Likewise, of the series that the caller knows. */
    Observation observe(String name, RowData row, Payload payload) {
        Object instant = time.getFieldOrNull(row);
        if (instant == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "A row of series '%s' has no event time: '%s' is NULL", name, timeColumn));
        }
        long millis = instant instanceof TimestampData at ? millis(at) : ((Number) instant).longValue();
        if (!Calendars.cover(millis)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "A row of series '%s' has the event time %d ms: give an instant of the years 1 to 9999",
                    name,
                    millis));
        }
        requireNotAhead(name, millis);
        double[] numbers = new double[values.size()];
        for (int feature = 0; feature < numbers.length; feature++) {
            numbers[feature] = number(values.get(feature).getFieldOrNull(row));
        }
        return new Observation(name, millis, features, Values.of(numbers), new Origin(name, 0, millis), payload);
    }

    private long millis(TimestampData at) {
        return zone == null
                ? at.getMillisecond()
                : at.toLocalDateTime().atZone(zone).toInstant().toEpochMilli();
    }

    private void requireNotAhead(String name, long millis) {
        long ahead = millis - System.currentTimeMillis();
        if (ahead > maxAheadMs) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The time %s of a row of series '%s' is %d ms ahead of this machine's clock, at most %d ms are allowed: raise 'lookback.time.max-ahead' of the connector, 'max_ahead' of DETECT_ANOMALIES",
                    Instant.ofEpochMilli(millis),
                    name,
                    ahead,
                    maxAheadMs));
        }
    }

    String seriesOf(RowData row) {
        if (series.isEmpty()) {
            return WHOLE_TABLE;
        }
        if (series.size() == 1) {
            return part(series.get(0).getFieldOrNull(row));
        }
        StringBuilder name = new StringBuilder();
        for (RowData.FieldGetter column : series) {
            name.append(name.isEmpty() ? "" : "/")
                    .append(part(column.getFieldOrNull(row)).replace("/", "\\/"));
        }
        return name.toString();
    }

    private static String part(@Nullable Object value) {
        return value == null ? NULL : value.toString().replace("\\", "\\\\");
    }

    private static double number(@Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        return value instanceof DecimalData decimal
                ? decimal.toBigDecimal().doubleValue()
                : ((Number) value).doubleValue();
    }

    private static boolean names(LogicalType type) {
        return type.is(LogicalTypeFamily.CHARACTER_STRING)
                || type.is(LogicalTypeFamily.EXACT_NUMERIC)
                || type.is(LogicalTypeRoot.BOOLEAN);
    }

    private static boolean tells(LogicalType type) {
        return isLocal(type)
                || type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE)
                || type.is(LogicalTypeRoot.BIGINT);
    }

    private static boolean isLocal(LogicalType type) {
        return type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
    }

    private static boolean counts(LogicalType type) {
        return type.is(LogicalTypeFamily.NUMERIC);
    }

    private interface Fits {
        boolean test(LogicalType type);
    }

    private static RowData.FieldGetter getter(RowType type, String column, String role, Fits fits) {
        int position = type.getFieldIndex(column);
        if (position < 0) {
            throw new ValidationException(String.format(
                    Locale.ROOT, "There is no column '%s' for %s; there are %s.", column, role, type.getFieldNames()));
        }
        LogicalType found = type.getTypeAt(position);
        if (!fits.test(found)) {
            throw new ValidationException(String.format(
                    Locale.ROOT,
                    "Column '%s' is %s, which cannot be %s. Cast it.",
                    column,
                    found.asSummaryString(),
                    role));
        }
        return RowData.createFieldGetter(found, position);
    }
}
