package io.lookback.sql;

import io.lookback.event.Alert;
import io.lookback.event.FeatureScore;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.event.ScoredRecord;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that detection adds. The first six have the names that Confluent gave them in {@code ML_DETECT_ANOMALIES};
 * where a record has several features, they speak of the one that contributed most to its score.
 */
public enum ResultColumn implements Serializable {
    TIMESTAMP(
            DataTypes.TIMESTAMP_LTZ(3),
            record -> TimestampData.fromEpochMillis(observation(record).time())),
    ACTUAL_VALUE(
            DataTypes.DOUBLE(), record -> number(observation(record).values().at(top(record)))),
    FORECAST_VALUE(DataTypes.DOUBLE(), record -> number(feature(record).expected())),
    LOWER_BOUND(DataTypes.DOUBLE(), record -> number(feature(record).lower())),
    UPPER_BOUND(DataTypes.DOUBLE(), record -> number(feature(record).upper())),
    IS_ANOMALY(DataTypes.BOOLEAN(), record -> record.score().anomaly()),
    SCORE(DataTypes.DOUBLE(), record -> record.score().score()),
    SEVERITY(DataTypes.DOUBLE(), record -> record.score().severity()),
    STATUS(DataTypes.STRING(), record -> text(record.score().status().name())),
    CONFIDENCE(DataTypes.DOUBLE(), record -> record.score().confidence()),
    FEATURE(
            DataTypes.STRING(),
            record -> text(observation(record).features().names().get(top(record)))),
    ALERT_ID(DataTypes.STRING(), record -> text(record.alert())),
    ALERT_PHASE(
            DataTypes.STRING(), record -> change(record, alert -> alert.phase().name())),
    ALERT_KIND(
            DataTypes.STRING(), record -> change(record, alert -> alert.kind().name())),
    ALERT_TEXT(DataTypes.STRING(), record -> change(record, Alert::text)),
    FLAGS(DataTypes.ARRAY(DataTypes.STRING().notNull()), ResultColumn::flags),
    MODEL(DataTypes.STRING(), record -> text(record.score().model())),
    FEATURES(
            DataTypes.ARRAY(DataTypes.ROW(
                            DataTypes.FIELD("name", DataTypes.STRING()),
                            DataTypes.FIELD("actual_value", DataTypes.DOUBLE()),
                            DataTypes.FIELD("forecast_value", DataTypes.DOUBLE()),
                            DataTypes.FIELD("lower_bound", DataTypes.DOUBLE()),
                            DataTypes.FIELD("upper_bound", DataTypes.DOUBLE()),
                            DataTypes.FIELD("contribution", DataTypes.DOUBLE()))
                    .notNull()),
            ResultColumn::features);

    private final DataType type;
    private final Function<ScoredRecord, @Nullable Object> value;

    ResultColumn(DataType type, Function<ScoredRecord, @Nullable Object> value) {
        this.type = type;
        this.value = value;
    }

    /** As SQL spells it. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    public DataType type() {
        return type;
    }

    /** In Flink's internal data structures; null for what is not known. */
    @Nullable Object of(ScoredRecord record) {
        return value.apply(record);
    }

    static Optional<ResultColumn> find(String column) {
        return Arrays.stream(values())
                .filter(known -> known.column().equals(column))
                .findFirst();
    }

    private static Observation observation(ScoredRecord record) {
        return record.score().observation();
    }

    private static FeatureScore feature(ScoredRecord record) {
        return record.score().features().get(top(record));
    }

    /** The feature that contributed most; the first with a value while none has contributed. */
    private static int top(ScoredRecord record) {
        List<FeatureScore> features = record.score().features();
        int top = -1;
        for (int feature = 0; feature < features.size(); feature++) {
            boolean missing = observation(record).values().missing(feature);
            if (!missing
                    && (top < 0
                            || features.get(feature).contribution()
                                    > features.get(top).contribution())) {
                top = feature;
            }
        }
        return Math.max(top, 0);
    }

    private static @Nullable Object number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable Object text(@Nullable String text) {
        return StringData.fromString(text);
    }

    private static @Nullable Object change(ScoredRecord record, Function<Alert, String> part) {
        List<Alert> changes = record.changes();
        return changes.isEmpty() ? null : text(part.apply(changes.get(changes.size() - 1)));
    }

    private static Object flags(ScoredRecord record) {
        return new GenericArrayData(record.score().flags().stream()
                .map(Flag::name)
                .sorted()
                .map(StringData::fromString)
                .toArray());
    }

    private static Object features(ScoredRecord record) {
        Score score = record.score();
        Object[] rows = new Object[score.features().size()];
        for (int feature = 0; feature < rows.length; feature++) {
            FeatureScore found = score.features().get(feature);
            rows[feature] = GenericRowData.of(
                    text(score.observation().features().names().get(feature)),
                    number(score.observation().values().at(feature)),
                    number(found.expected()),
                    number(found.lower()),
                    number(found.upper()),
                    number(found.contribution()));
        }
        return new GenericArrayData(rows);
    }
}
