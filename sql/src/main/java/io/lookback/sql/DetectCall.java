package io.lookback.sql;

import io.lookback.flow.RecordScoring;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.TableSemantics;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.StaticArgument;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.ColumnList;

/**
 * What a statement asks of {@code DETECT_ANOMALIES}.
 *
 * @param input the table's type
 */
record DetectCall(DataType input, RowMapping mapping, RecordScoring.Models models) implements Serializable {

    /** All arguments but the table, in the order of {@link DetectAnomalies#eval}. */
    static final List<StaticArgument> SETTINGS = List.of(
            StaticArgument.scalar("features", DataTypes.DESCRIPTOR(), true),
            StaticArgument.scalar("cells", DataTypes.STRING(), true),
            StaticArgument.scalar("false_alarms", DataTypes.STRING(), true),
            StaticArgument.scalar("zone", DataTypes.STRING(), true),
            StaticArgument.scalar("warm_up", DataTypes.INT(), true),
            StaticArgument.scalar("side", DataTypes.STRING(), true),
            StaticArgument.scalar("min_relative", DataTypes.STRING(), true),
            StaticArgument.scalar("min_absolute", DataTypes.STRING(), true),
            StaticArgument.scalar("max_ahead", DataTypes.STRING(), true));

    private static final OptionNames NAMES = new OptionNames(options());

    /** @param session zone in which times that name none are read */
    static DetectCall of(CallContext context, ZoneId session) {
        TableSemantics input = context.getTableSemantics(0).orElseThrow();
        RowType type = (RowType) input.dataType().getLogicalType();
        if (input.timeColumn() < 0) {
            throw context.newValidationError("DETECT_ANOMALIES needs the time of each row: on_time => DESCRIPTOR(ts)");
        }
        List<String> names = type.getFieldNames();
        Configuration options = given(context);
        DetectSettings settings = NAMES.checked(() -> new DetectSettings(
                Arrays.stream(input.partitionByColumns()).mapToObj(names::get).toList(),
                names.get(input.timeColumn()),
                context.getArgumentValue(1, ColumnList.class)
                        .map(ColumnList::getNames)
                        .orElse(List.of()),
                DetectOptions.duration(options, DetectOptions.MAX_AHEAD),
                DetectOptions.flow(options, NAMES)));
        try {
            return new DetectCall(
                    input.dataType(),
                    RowMapping.of(type, settings, session),
                    RecordScoring.Models.load(settings.flow()));
        } catch (IllegalArgumentException e) {
            throw new ValidationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Configuration given(CallContext context) {
        Configuration options = new Configuration();
        for (int argument = 0; argument < SETTINGS.size(); argument++) {
            ConfigOption<?> option = NAMES.options().get(SETTINGS.get(argument).getName());
            if (option == null) {
                continue;
            }
            Class<?> type = option == DetectOptions.WARM_UP ? Integer.class : String.class;
            context.getArgumentValue(argument + 1, type)
                    .ifPresent(value -> options.setString(option.key(), spelled(option, value.toString())));
        }
        return options;
    }

    private static String spelled(ConfigOption<?> option, String text) {
        if (option == DetectOptions.CELLS) {
            return text.replace(',', ';');
        }
        return option == DetectOptions.SIDE ? text.toUpperCase(Locale.ROOT) : text;
    }

    private static Map<String, ConfigOption<?>> options() {
        Map<String, ConfigOption<?>> options = new LinkedHashMap<>();
        options.put("cells", DetectOptions.CELLS);
        options.put("false_alarms", DetectOptions.FALSE_ALARMS);
        options.put("zone", DetectOptions.ZONE);
        options.put("warm_up", DetectOptions.WARM_UP);
        options.put("side", DetectOptions.SIDE);
        options.put("min_relative", DetectOptions.MIN_RELATIVE);
        options.put("min_absolute", DetectOptions.MIN_ABSOLUTE);
        options.put("max_ahead", DetectOptions.MAX_AHEAD);
        return options;
    }
}
