package io.lookback.sql;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.ScoredRecord;
import io.lookback.flow.RecordScoring;
import io.lookback.memory.RowPage;
import io.lookback.series.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.StaticArgumentTrait;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.types.ColumnList;
import org.jspecify.annotations.Nullable;

/**
 * {@code DETECT_ANOMALIES(input => TABLE t PARTITION BY series, on_time => DESCRIPTOR(ts), ...)}: detection inside any
 * query. By the classes of the operator, one record at a time: a process table function cannot collect a wave of several
 * keys, so {@link LookbackTable} and the connector are several times as fast.
 *
 * <p>A partition is a series. Its state is in two maps of one raw type each, which heap state holds as the objects that
 * they are: a value of state would be converted, hashed and compared for each row, and that means serialized. A timer
 * forgets a series once no row has come for {@value #FORGET_AFTER_DAYS} days of event time.
 */
public final class DetectAnomalies extends ProcessTableFunction<RowData> implements SpecializedFunction {

    /** As in a job without settings. */
    static final int FORGET_AFTER_DAYS = 30;

    /** Why a row was not scored; null for one that was. */
    static final String REJECTION = "rejection";

    /** Of a row that was not scored. */
    static final String REJECTED = "REJECTED";

    private static final long serialVersionUID = 1L;
    private static final long FORGET_AFTER_MS =
            Duration.ofDays(FORGET_AFTER_DAYS).toMillis();
    private static final List<ResultColumn> COLUMNS = List.of(ResultColumn.values());

    private static final EnumSet<StaticArgumentTrait> SERIES_IN_TIME = EnumSet.of(
            StaticArgumentTrait.TABLE, StaticArgumentTrait.SET_SEMANTIC_TABLE, StaticArgumentTrait.REQUIRE_ON_TIME);

    private final @Nullable DetectCall call;

    private transient @Nullable RecordScoring scoring;

    /** For Flink, which then calls {@link #specialize}. */
    public DetectAnomalies() {
        this(null);
    }

    private DetectAnomalies(@Nullable DetectCall call) {
        this.call = call;
    }

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new DetectAnomalies(DetectCall.of(context.getCallContext(), SessionZone.of(context.getConfiguration())));
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory typeFactory) {
        LinkedHashMap<String, StateTypeStrategy> states = new LinkedHashMap<>();
        states.put("series", state(Series.class));
        states.put("pages", state(RowPage.class));
        List<StaticArgument> arguments = new ArrayList<>();
        arguments.add(input());
        arguments.addAll(DetectCall.SETTINGS);
        return TypeInference.newBuilder()
                .staticArguments(arguments)
                .stateTypeStrategies(states)
                .outputTypeStrategy(context -> Optional.of(result()))
                .build();
    }

    /** A table of any columns; once they are known, its rows come as Flink has them and are not converted. */
    private StaticArgument input() {
        return call == null
                ? StaticArgument.table("input", RowData.class, false, SERIES_IN_TIME)
                : StaticArgument.table("input", call.input().bridgedTo(RowData.class), false, SERIES_IN_TIME);
    }

    /** Never expires by itself: pages of a series that lives on are old. No zone changes a model. */
    private StateTypeStrategy state(Class<?> type) {
        return StateTypeStrategy.of(
                context -> {
                    DetectCall known = call == null ? DetectCall.of(context, ZoneOffset.UTC) : call;
                    DataType value = type == Series.class
                            ? DataTypes.RAW(Series.class, known.models().series())
                            : DataTypes.RAW(RowPage.class, RecordScoring.pages());
                    return Optional.of(
                            MapView.newMapViewDataType(DataTypes.BIGINT().notNull(), value.notNull()));
                },
                Duration.ZERO);
    }

    private static DataType result() {
        List<DataTypes.Field> fields = new ArrayList<>();
        COLUMNS.forEach(column -> fields.add(DataTypes.FIELD(column.column(), column.type())));
        fields.add(DataTypes.FIELD(REJECTION, DataTypes.STRING()));
        return DataTypes.ROW(fields.toArray(DataTypes.Field[]::new)).notNull().bridgedTo(RowData.class);
    }

    @Override
    public void open(FunctionContext context) {
        scoring = known().models().open();
    }

    /** Called by Flink for each row; the arguments after the row are read before, when the statement is planned. */
    @SuppressWarnings("TooManyParameters")
    public void eval(
            Context context,
            MapView<Long, Series> series,
            MapView<Long, RowPage> pages,
            RowData input,
            @Nullable ColumnList features,
            @Nullable String cells,
            @Nullable String falseAlarms,
            @Nullable String zone,
            @Nullable Integer warmUp,
            @Nullable String side,
            @Nullable String minRelative,
            @Nullable String minAbsolute,
            @Nullable String maxAhead)
            throws Exception {
        RecordScoring.State state = new PartitionState(series, pages);
        Observation observation;
        try {
            observation = known().mapping().observe(input, Payload.NONE);
        } catch (IllegalArgumentException e) {
            collect(rejected(null, String.valueOf(e.getMessage())));
            return;
        }
        boolean known = state.series() != null;
        Optional<RecordScoring.Result> result = open().score(observation, state);
        if (!known && state.series() != null) {
            context.timeContext(Long.class).registerOnTime(observation.series(), observation.time() + FORGET_AFTER_MS);
        }
        if (result.isPresent()) {
            collect(row(observation, result.get(), state));
        }
    }

    /** The series may be forgotten. The timer has its name, of which the state knows nothing. */
    public void onTimer(OnTimerContext context, MapView<Long, Series> series, MapView<Long, RowPage> pages)
            throws Exception {
        Series idle = series.get(PartitionState.ONLY);
        if (idle == null) {
            return;
        }
        String name = String.valueOf(context.currentTimer());
        TimeContext<Long> time = context.timeContext(Long.class);
        long due = idle.lastTime() + FORGET_AFTER_MS;
        if (due > time.time()) {
            time.registerOnTime(name, due);
            return;
        }
        open().end(name, idle).ifPresent(alert -> collect(ended(alert)));
        context.clearAll();
    }

    @Override
    public void close() {
        if (scoring != null) {
            scoring.close();
            scoring = null;
        }
    }

    private static RowData row(Observation observation, RecordScoring.Result result, RecordScoring.State state) {
        ScoredRecord record = result.record();
        if (record == null) {
            return rejected(observation, reason(observation, result.rejection(), state.series()));
        }
        GenericRowData row = new GenericRowData(COLUMNS.size() + 1);
        for (int column = 0; column < COLUMNS.size(); column++) {
            row.setField(column, COLUMNS.get(column).of(record));
        }
        return row;
    }

    /** With a way out that a statement has. */
    private static String reason(Observation observation, @Nullable Rejection rejection, @Nullable Series series) {
        if (rejection == null) {
            return "";
        }
        if (rejection.reason() != Rejection.Reason.LATE || series == null) {
            return rejection.message();
        }
        return String.format(
                Locale.ROOT,
                "The row of series '%s' has the time %s, the newest scored row of the series has %s: sort with ORDER BY after PARTITION BY, and let the watermark of the input wait long enough",
                observation.series(),
                Instant.ofEpochMilli(observation.time()),
                Instant.ofEpochMilli(series.lastTime()));
    }

    private static RowData rejected(@Nullable Observation observation, String reason) {
        GenericRowData row = new GenericRowData(COLUMNS.size() + 1);
        if (observation != null) {
            row.setField(ResultColumn.TIMESTAMP.ordinal(), TimestampData.fromEpochMillis(observation.time()));
        }
        row.setField(ResultColumn.IS_ANOMALY.ordinal(), false);
        row.setField(ResultColumn.STATUS.ordinal(), StringData.fromString(REJECTED));
        row.setField(COLUMNS.size(), StringData.fromString(reason));
        return row;
    }

    private static RowData ended(Alert alert) {
        GenericRowData row = new GenericRowData(COLUMNS.size() + 1);
        row.setField(ResultColumn.TIMESTAMP.ordinal(), TimestampData.fromEpochMillis(alert.end()));
        row.setField(ResultColumn.IS_ANOMALY.ordinal(), false);
        row.setField(ResultColumn.FEATURE.ordinal(), StringData.fromString(alert.feature()));
        row.setField(ResultColumn.ALERT_ID.ordinal(), StringData.fromString(alert.id()));
        row.setField(
                ResultColumn.ALERT_PHASE.ordinal(),
                StringData.fromString(alert.phase().name()));
        row.setField(
                ResultColumn.ALERT_KIND.ordinal(),
                StringData.fromString(alert.kind().name()));
        row.setField(ResultColumn.ALERT_TEXT.ordinal(), StringData.fromString(alert.text()));
        return row;
    }

    private DetectCall known() {
        if (call == null) {
            throw new IllegalStateException("DETECT_ANOMALIES was not specialized for its call");
        }
        return call;
    }

    private RecordScoring open() {
        if (scoring == null) {
            throw new IllegalStateException("DETECT_ANOMALIES is not open");
        }
        return scoring;
    }
}
