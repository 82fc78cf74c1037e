package io.lookback.sql;

import io.lookback.event.Alert;
import io.lookback.event.Observation;
import io.lookback.event.Payload;
import io.lookback.event.ScoredRecord;
import io.lookback.flow.RecordScoring;
import io.lookback.memory.RowPage;
import io.lookback.series.Series;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.dataview.MapView;
import org.apache.flink.table.catalog.DataTypeFactory;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.StateTypeStrategy;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.inference.StaticArgumentTrait;
import org.apache.flink.table.types.inference.TypeInference;
import org.apache.flink.table.types.logical.RowType;
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
    private static final long ONLY = 0;
    private static final List<ResultColumn> COLUMNS = List.of(ResultColumn.values());

    private static final EnumSet<StaticArgumentTrait> SERIES_IN_TIME = EnumSet.of(
            StaticArgumentTrait.TABLE, StaticArgumentTrait.SET_SEMANTIC_TABLE, StaticArgumentTrait.REQUIRE_ON_TIME);

    private static final List<StaticArgument> SETTINGS = List.of(
            StaticArgument.scalar("features", DataTypes.DESCRIPTOR(), true),
            StaticArgument.scalar("cells", DataTypes.STRING(), true),
            StaticArgument.scalar("false_alarms", DataTypes.STRING(), true),
            StaticArgument.scalar("zone", DataTypes.STRING(), true),
            StaticArgument.scalar("warm_up", DataTypes.INT(), true),
            StaticArgument.scalar("side", DataTypes.STRING(), true),
            StaticArgument.scalar("min_relative", DataTypes.STRING(), true),
            StaticArgument.scalar("min_absolute", DataTypes.STRING(), true));

    private final @Nullable Call call;

    private transient @Nullable RecordScoring scoring;

    /** For Flink, which then calls {@link #specialize}. */
    public DetectAnomalies() {
        this(null);
    }

    private DetectAnomalies(@Nullable Call call) {
        this.call = call;
    }

    /**
     * What a statement asks for.
     *
     * @param input the table's type
     */
    private record Call(DataType input, RowMapping mapping, RecordScoring.Models models) implements Serializable {}

    @Override
    public UserDefinedFunction specialize(SpecializedContext context) {
        return new DetectAnomalies(call(context.getCallContext()));
    }

    private static Call call(CallContext context) {
        TableSemantics input = context.getTableSemantics(0).orElseThrow();
        RowType type = (RowType) input.dataType().getLogicalType();
        if (input.timeColumn() < 0) {
            throw context.newValidationError("DETECT_ANOMALIES needs the time of each row: on_time => DESCRIPTOR(ts)");
        }
        List<String> names = type.getFieldNames();
        DetectSettings settings = new DetectSettings(
                Arrays.stream(input.partitionByColumns()).mapToObj(names::get).toList(),
                names.get(input.timeColumn()),
                context.getArgumentValue(1, ColumnList.class)
                        .map(ColumnList::getNames)
                        .orElse(List.of()),
                DetectOptions.flow(options(context)));
        try {
            return new Call(
                    input.dataType(), RowMapping.of(type, settings), RecordScoring.Models.load(settings.flow()));
        } catch (IllegalArgumentException e) {
            throw new ValidationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Configuration options(CallContext context) {
        Configuration options = new Configuration();
        context.getArgumentValue(2, String.class)
                .ifPresent(cells -> options.set(
                        DetectOptions.CELLS,
                        Arrays.stream(cells.split(",")).map(String::strip).toList()));
        context.getArgumentValue(3, String.class).ifPresent(rate -> options.set(DetectOptions.FALSE_ALARMS, rate));
        context.getArgumentValue(4, String.class).ifPresent(zone -> options.set(DetectOptions.ZONE, zone));
        context.getArgumentValue(5, Integer.class).ifPresent(records -> options.set(DetectOptions.WARM_UP, records));
        context.getArgumentValue(6, String.class)
                .ifPresent(side -> options.setString(DetectOptions.SIDE.key(), side.toUpperCase(Locale.ROOT)));
        context.getArgumentValue(7, String.class)
                .ifPresent(share -> options.setString(DetectOptions.MIN_RELATIVE.key(), share));
        context.getArgumentValue(8, String.class)
                .ifPresent(deviation -> options.setString(DetectOptions.MIN_ABSOLUTE.key(), deviation));
        return options;
    }

    @Override
    public TypeInference getTypeInference(DataTypeFactory typeFactory) {
        LinkedHashMap<String, StateTypeStrategy> states = new LinkedHashMap<>();
        states.put("series", state(Series.class));
        states.put("pages", state(RowPage.class));
        List<StaticArgument> arguments = new ArrayList<>();
        arguments.add(input());
        arguments.addAll(SETTINGS);
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

    /** Never expires by itself: pages of a series that lives on are old. */
    private StateTypeStrategy state(Class<?> type) {
        return StateTypeStrategy.of(
                context -> {
                    Call known = call == null ? call(context) : call;
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
            @Nullable String minAbsolute)
            throws Exception {
        State state = new State(series, pages);
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
            context.timeContext(Long.class).registerOnTime(observation.time() + FORGET_AFTER_MS);
        }
        if (result.isPresent()) {
            collect(row(observation, result.get()));
        }
    }

    /** The series may be forgotten. */
    public void onTimer(OnTimerContext context, MapView<Long, Series> series, MapView<Long, RowPage> pages)
            throws Exception {
        Series idle = series.get(ONLY);
        if (idle == null) {
            return;
        }
        TimeContext<Long> time = context.timeContext(Long.class);
        long due = idle.lastTime() + FORGET_AFTER_MS;
        if (due > time.time()) {
            time.registerOnTime(due);
            return;
        }
        open().end("", idle).ifPresent(alert -> collect(ended(alert)));
        context.clearAll();
    }

    @Override
    public void close() {
        if (scoring != null) {
            scoring.close();
            scoring = null;
        }
    }

    private static RowData row(Observation observation, RecordScoring.Result result) {
        ScoredRecord record = result.record();
        if (record == null) {
            return rejected(
                    observation,
                    result.rejection() == null ? "" : result.rejection().message());
        }
        GenericRowData row = new GenericRowData(COLUMNS.size() + 1);
        for (int column = 0; column < COLUMNS.size(); column++) {
            row.setField(column, COLUMNS.get(column).of(record));
        }
        return row;
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

    private Call known() {
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

    /** The current partition's series in Flink's state. */
    private record State(MapView<Long, Series> states, MapView<Long, RowPage> pages) implements RecordScoring.State {

        @Override
        public @Nullable Series series() {
            try {
                return states.get(ONLY);
            } catch (Exception e) {
                throw failure("read", e);
            }
        }

        @Override
        public void keep(Series series) {
            try {
                states.put(ONLY, series);
            } catch (Exception e) {
                throw failure("written", e);
            }
        }

        @Override
        public @Nullable RowPage page(long number) {
            try {
                return pages.get(number);
            } catch (Exception e) {
                throw failure("read", e);
            }
        }

        @Override
        public void keep(long number, RowPage page) {
            try {
                pages.put(number, page);
            } catch (Exception e) {
                throw failure("written", e);
            }
        }

        @Override
        public void remove(long number) {
            try {
                pages.remove(number);
            } catch (Exception e) {
                throw failure("removed", e);
            }
        }

        @Override
        public void clear() {
            states.clear();
            pages.clear();
        }

        private static IllegalStateException failure(String what, Exception cause) {
            return new IllegalStateException("The state of a series cannot be " + what, cause);
        }
    }
}
