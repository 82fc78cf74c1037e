package io.lookback.sql;

import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.detection.FalseAlarms;
import io.lookback.detection.Side;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.RetentionSpec;
import io.lookback.flow.WaveSpec;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.series.Counters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** What a statement may say about detection. The names, the meanings and the defaults are those of {@code job.yaml}. */
final class DetectOptions {

    static final ConfigOption<List<String>> SERIES = strings(
                    "series", "Columns whose values together name the series of a row.")
            .noDefaultValue();
    static final ConfigOption<String> TIME =
            ConfigOptions.key("time").stringType().noDefaultValue().withDescription("Column of the event time.");
    static final ConfigOption<Duration> MAX_AHEAD = ConfigOptions.key("time.max-ahead")
            .durationType()
            .defaultValue(DetectSettings.MAX_AHEAD)
            .withDescription("How far the time of a row may lie ahead of the clock.");
    static final ConfigOption<List<String>> VALUES = strings(
                    "values", "Columns that are judged; all numeric ones if not given.")
            .noDefaultValue();
    static final ConfigOption<List<String>> CELLS = strings(
                    "cells", "Cells that forecast, each with the path of a model if it is not the shipped one.")
            .defaultValues(CellRegistry.LOOKBACK);
    static final ConfigOption<String> FALSE_ALARMS = ConfigOptions.key("detection.false-alarms")
            .stringType()
            .defaultValue("1")
            .withDescription("Accepted rate of false alarms of a series.");
    static final ConfigOption<String> ZONE = ConfigOptions.key("detection.zone")
            .stringType()
            .defaultValue("UTC")
            .withDescription("Time zone of hours and weekdays.");
    static final ConfigOption<Integer> WARM_UP = ConfigOptions.key("detection.warm-up")
            .intType()
            .defaultValue(0)
            .withDescription("Records before a series may raise an alert; 0 for automatic.");
    static final ConfigOption<Side> SIDE = ConfigOptions.key("detection.side")
            .enumType(Side.class)
            .defaultValue(Side.BOTH)
            .withDescription("Which deviations may raise an alert.");
    static final ConfigOption<Double> MIN_RELATIVE = ConfigOptions.key("detection.min-relative")
            .doubleType()
            .defaultValue(0.0)
            .withDescription("Smallest deviation that matters, as a share of the forecast.");
    static final ConfigOption<Double> MIN_ABSOLUTE = ConfigOptions.key("detection.min-absolute")
            .doubleType()
            .defaultValue(0.0)
            .withDescription("Smallest deviation that matters, in the value's unit.");
    static final ConfigOption<List<String>> COUNTERS = strings(
                    "counters", "Columns that count up, whose rates are judged.")
            .defaultValues();
    static final ConfigOption<Duration> MAX_OUT_OF_ORDERNESS = ConfigOptions.key("order.max-out-of-orderness")
            .durationType()
            .defaultValue(Duration.ZERO)
            .withDescription("How long a row waits for older ones of its series, in event time.");
    static final ConfigOption<Integer> WAVE_SIZE = ConfigOptions.key("wave.size")
            .intType()
            .defaultValue(WaveSpec.DEFAULT.size())
            .withDescription("Most rows of one model call.");
    static final ConfigOption<Duration> WAVE_DEADLINE = ConfigOptions.key("wave.deadline")
            .durationType()
            .defaultValue(WaveSpec.DEFAULT.deadline())
            .withDescription("Longest time that a row waits for others.");
    static final ConfigOption<Duration> STATE_TTL = ConfigOptions.key("state.ttl")
            .durationType()
            .defaultValue(RetentionSpec.DEFAULT.timeToLive())
            .withDescription("When a series without rows is forgotten.");
    static final ConfigOption<Integer> MAX_SERIES = ConfigOptions.key("state.max-series")
            .intType()
            .defaultValue(RetentionSpec.DEFAULT.maxSeries())
            .withDescription("Most series that are kept.");
    static final ConfigOption<String> DEVICE =
            ConfigOptions.key("device").stringType().defaultValue("cpu").withDescription("What the cells run on.");

    /** All but those that name columns. */
    static final Set<ConfigOption<?>> FLOW = Set.of(
            CELLS,
            FALSE_ALARMS,
            ZONE,
            WARM_UP,
            SIDE,
            MIN_RELATIVE,
            MIN_ABSOLUTE,
            COUNTERS,
            MAX_OUT_OF_ORDERNESS,
            WAVE_SIZE,
            WAVE_DEADLINE,
            STATE_TTL,
            MAX_SERIES,
            DEVICE);

    private DetectOptions() {}

    /**
     * Reads all that a statement says but the columns.
     *
     * @param names of the options in the statement
     * @throws ValidationException if an option says what cannot be done
     */
    static FlowSpec flow(ReadableConfig options, OptionNames names) {
        return names.checked(() -> FlowSpec.builder()
                .cells(cells(options.get(CELLS)))
                .detection(DetectionSpec.builder()
                        .falseAlarms(parsed(options, FALSE_ALARMS, FalseAlarms::parse, FalseAlarms.CHOICES))
                        .warmUp(options.get(WARM_UP))
                        .side(options.get(SIDE))
                        .minRelative(options.get(MIN_RELATIVE))
                        .minAbsolute(options.get(MIN_ABSOLUTE))
                        .build())
                .zone(parsed(options, ZONE, ZoneId::of, "give a time zone, such as UTC or Europe/Berlin"))
                .counters(new Counters(options.get(COUNTERS)))
                .order(order(duration(options, MAX_OUT_OF_ORDERNESS)))
                .wave(new WaveSpec(options.get(WAVE_SIZE), duration(options, WAVE_DEADLINE)))
                .retention(new RetentionSpec(
                        duration(options, STATE_TTL), options.get(MAX_SERIES), RetentionSpec.DEFAULT.onLimit()))
                .device(parsed(options, DEVICE, Device::parse, Device.CHOICES))
                .build());
    }

    /**
     * Of an option with its unit: Flink reads a number alone as milliseconds.
     *
     * @throws IllegalArgumentException if the option has none
     */
    static Duration duration(ReadableConfig options, ConfigOption<Duration> option) {
        String text = options.getOptional(
                        ConfigOptions.key(option.key()).stringType().noDefaultValue())
                .orElse("")
                .strip();
        if (text.matches("\\d+") && !text.matches("0+")) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s is '%s', without a unit: give it with one, such as '%s min' or '%s h'",
                    option.key(),
                    text,
                    text,
                    text));
        }
        return options.get(option);
    }

    private static <T> T parsed(
            ReadableConfig options, ConfigOption<String> option, Function<String, T> parser, String choices) {
        String text = options.get(option);
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is '%s': %s", option.key(), text, choices), e);
        }
    }

    private static OrderSpec order(Duration maxOutOfOrderness) {
        OrderSpec usual = OrderSpec.DEFAULT;
        return new OrderSpec(
                maxOutOfOrderness, usual.late(), usual.duplicates(), usual.bounds(), usual.acrossPartitions());
    }

    /** {@code lookback}, {@code gru=/models/gru.onnx}; {@code none} alone for no cell. */
    static List<CellSpec> cells(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "cells: there is none. Give some of %s, or 'none'.", CellRegistry.names()));
        }
        if (texts.equals(List.of("none"))) {
            return List.of();
        }
        return texts.stream().map(String::strip).map(DetectOptions::cell).toList();
    }

    private static CellSpec cell(String text) {
        int split = text.indexOf('=');
        String kind = split < 0 ? text : text.substring(0, split).strip();
        if (CellRegistry.find(kind).isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "cells: there is no cell '%s'. Give one of %s, or 'none' alone; KIND=FILE for a model of your own.",
                    kind,
                    CellRegistry.names()));
        }
        if (split < 0) {
            return CellSpec.shipped(kind);
        }
        String file = text.substring(split + 1).strip();
        if (file.isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "cells: '%s' names no file. Give the path of a model: %s=/models/%s.onnx",
                    text,
                    kind,
                    kind));
        }
        return new CellSpec(kind, file);
    }

    private static ListOption strings(String key, String description) {
        return new ListOption(key, description);
    }

    /** A list of texts, separated by semicolons as all lists of Flink's options. */
    private record ListOption(String key, String description) {

        ConfigOption<List<String>> noDefaultValue() {
            return ConfigOptions.key(key).stringType().asList().noDefaultValue().withDescription(description);
        }

        ConfigOption<List<String>> defaultValues(String... values) {
            return ConfigOptions.key(key)
                    .stringType()
                    .asList()
                    .defaultValues(values)
                    .withDescription(description);
        }
    }
}
