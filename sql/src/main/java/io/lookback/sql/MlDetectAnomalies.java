package io.lookback.sql;

import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.ScoredRecord;
import io.lookback.event.Values;
import io.lookback.flow.KeptSeries;
import io.lookback.flow.RecordScoring;
import io.lookback.time.Calendars;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.InputTypeStrategies;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.inference.TypeStrategies;
import org.jspecify.annotations.Nullable;

/**
 * The call of Confluent's function over a growing window:
 *
 * <pre>{@code
 * ML_DETECT_ANOMALIES(value, ts, JSON_OBJECT('minTrainingSize' VALUE 100)) OVER (
 *   PARTITION BY host ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
 * }</pre>
 *
 * <p>Each row advances the series of its partition by a step and returns what became of it. Over {@code RANGE}, Flink asks
 * once for all rows of a time: they share the result that matters most, so that no anomaly is lost. An aggregate function does not
 * know its partition: the series has a random name, with which the ids of its alerts begin. A series cannot forget a step,
 * so Flink refuses a window that does not begin with the first row.
 */
public final class MlDetectAnomalies extends AggregateFunction<RowData, KeptSeries> {

    private static final long serialVersionUID = 1L;
    private static final Features VALUE = Features.of("value");
    private static final List<ResultColumn> COLUMNS = List.of(ResultColumn.values());

    /** What begins an alert comes before all else, then an anomaly, another change of an alert, the higher score. */
    private static final Comparator<ScoredRecord> WEIGHT = Comparator.comparing(MlDetectAnomalies::begins)
            .thenComparing(record -> record.score().anomaly())
            .thenComparing(record -> !record.changes().isEmpty())
            .thenComparing(record -> record.score().score());

    /** Each has executors of its own in the memory of a subtask. */
    private static final int MAX_SETTINGS = 16;

    /** By the text of the settings. */
    private transient @Nullable Map<String, RecordScoring> scorings;

    /** Of the last row. */
    private transient @Nullable KeptSeries last;

    /** What became of the rows since Flink last asked, the one that matters most. */
    private transient @Nullable ScoredRecord result;

    private transient boolean asked;

    /** For Flink. */
    public MlDetectAnomalies() {}

    @Override
    public KeptSeries createAccumulator() {
        return new KeptSeries(UUID.randomUUID().toString());
    }

    /** Called by Flink for each row. */
    public void accumulate(KeptSeries series, @Nullable Double value, @Nullable Instant time) {
        accumulate(series, value, time, null);
    }

    /** Likewise, with settings in JSON. */
    public void accumulate(
            KeptSeries series, @Nullable Double value, @Nullable Instant time, @Nullable String settings) {
        if (asked || last != series) {
            result = null;
        }
        last = series;
        asked = false;
        if (time == null || value != null && value.isInfinite()) {
            return;
        }
        long millis = time.toEpochMilli();
        if (!Calendars.cover(millis)) {
            return;
        }
        Observation observation = new Observation(
                series.name(),
                millis,
                VALUE,
                Values.of(value == null ? Double.NaN : value),
                new Origin(series.name(), 0, millis),
                Payload.NONE);
        ScoredRecord record = scoring(settings)
                .score(observation, series)
                .map(RecordScoring.Result::record)
                .orElse(null);
        if (record != null && (result == null || WEIGHT.compare(record, result) > 0)) {
            result = record;
        }
    }

    /** NULL for a row that was not scored. */
    @Override
    public @Nullable RowData getValue(KeptSeries series) {
        asked = true;
        return last == series && result != null ? RecordsToRows.results(result, COLUMNS) : null;
    }

    private static boolean begins(ScoredRecord record) {
        return record.changes().stream().anyMatch(change -> change.phase() == Alert.Phase.BEGIN);
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory typeFactory) {
        DataType number = DataTypes.DOUBLE();
        DataType time = DataTypes.TIMESTAMP_LTZ(3);
        return TypeInference.newBuilder()
                .inputTypeStrategy(InputTypeStrategies.or(
                        InputTypeStrategies.sequence(
                                InputTypeStrategies.explicit(number), InputTypeStrategies.explicit(time)),
                        InputTypeStrategies.sequence(
                                InputTypeStrategies.explicit(number),
                                InputTypeStrategies.explicit(time),
                                new SettingsArgument())))
                .accumulatorTypeStrategy(
                        TypeStrategies.explicit(DataTypes.RAW(KeptSeries.class, RecordScoring.whole())))
                .outputTypeStrategy(context -> Optional.of(result()))
                .build();
    }

    private static DataType result() {
        List<DataTypes.Field> fields = new ArrayList<>();
        COLUMNS.forEach(column -> fields.add(DataTypes.FIELD(column.column(), column.type())));
        return DataTypes.ROW(fields.toArray(DataTypes.Field[]::new)).bridgedTo(RowData.class);
    }

    @Override
    public void close() {
        if (scorings != null) {
            scorings.values().forEach(RecordScoring::close);
            scorings = null;
        }
    }

    private RecordScoring scoring(@Nullable String settings) {
        Map<String, RecordScoring> known = scorings == null ? new HashMap<>() : scorings;
        scorings = known;
        String wanted = settings == null ? "{}" : settings;
        if (known.size() == MAX_SETTINGS && !known.containsKey(wanted)) {
            throw new ValidationException(String.format(
                    Locale.ROOT,
                    "The settings of ML_DETECT_ANOMALIES differ from row to row (%d so far): give a constant.",
                    MAX_SETTINGS));
        }
        return known.computeIfAbsent(
                wanted,
                text -> RecordScoring.Models.load(JsonSettings.read(text)).open());
    }
}
