package io.lookback.job;

import io.lookback.cell.CellSpec;
import io.lookback.control.ControlLimits;
import io.lookback.custom.CustomSpec;
import io.lookback.detection.DetectionSpec;
import io.lookback.detection.FalseAlarms;
import io.lookback.detection.Side;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.HistorySpec;
import io.lookback.flow.RetentionSpec;
import io.lookback.flow.SilenceSpec;
import io.lookback.flow.WaveSpec;
import io.lookback.incident.IncidentSpec;
import io.lookback.memory.HistoryBound;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.series.Counters;
import io.lookback.series.HorizonSpec;
import io.lookback.wire.OutputFormat;
import io.lookback.wire.SchemaRegistry;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns settings into the records of a {@link JobConfig}, which check themselves. */
final class JobConfigReader {

    private static final String NONE = "none";

    private final Settings settings;

    private JobConfigReader(Settings settings) {
        this.settings = settings;
    }

    static JobConfig read(Settings settings) {
        try {
            return new JobConfigReader(settings).config();
        } catch (IllegalArgumentException e) {
            throw settings.masked(e);
        }
    }

    private JobConfig config() {
        KafkaSpec kafka = new KafkaSpec(settings.list(Key.KAFKA_BOOTSTRAP), settings.under("kafka."));
        RuntimeSpec runtime = runtime();
        StateSpec state = state();
        DeliverySpec delivery = delivery();
        delivery.requireLongerThan(state.interval());
        JobConfig config =
                new JobConfig(kafka, input(), output(), flow(), state, delivery, runtime, control(), settings);
        Contradictions.refuse(settings, config.input());
        new KafkaClients(kafka, delivery, settings).check();
        return config;
    }

    private Optional<ControlSpec> control() {
        ControlLimits limits = new ControlLimits(
                settings.count(Key.CONTROL_MAX_RULES),
                settings.count(Key.CONTROL_MAX_LABELS),
                settings.count(Key.CONTROL_MAX_MODELS));
        Optional<String> shadow = topic(Key.SHADOW_TOPIC);
        if (shadow.isPresent() && topic(Key.CONTROL_TOPIC).isEmpty()) {
            throw settings.wrong(
                    Key.SHADOW_TOPIC,
                    String.format(Locale.ROOT, "it needs %s, where shadow models are announced", Key.CONTROL_TOPIC));
        }
        return topic(Key.CONTROL_TOPIC).map(topic -> new ControlSpec(topic, limits, shadow));
    }

    private InputSpec input() {
        return new InputSpec(
                new InputTopics(settings.list(Key.INPUT_TOPIC)),
                settings.text(Key.INPUT_GROUP),
                new DecoderReader(settings, zone()).read(),
                settings.parse(
                        Key.INPUT_START,
                        "give group, earliest, latest or an instant such as 2026-01-31T00:00:00Z",
                        JobConfigReader::start),
                settings.parse(
                        Key.INPUT_UNTIL,
                        "give forever, latest or an instant such as 2026-01-31T00:00:00Z",
                        JobConfigReader::until),
                settings.choice(Key.INPUT_OUT_OF_RANGE, InputSpec.OutOfRange.class),
                settings.number(Key.INPUT_FAILURE_LIMIT),
                settings.duration(Key.INPUT_IDLENESS));
    }

    private static Position start(String text) {
        return switch (text) {
            case "group" -> new Position.Group();
            case "earliest" -> new Position.Earliest();
            case "latest" -> new Position.Latest();
            default -> new Position.At(Instant.parse(text));
        };
    }

    private static Optional<Position> until(String text) {
        return switch (text) {
            case "forever" -> Optional.empty();
            case "latest" -> Optional.of(new Position.Latest());
            default -> Optional.of(new Position.At(Instant.parse(text)));
        };
    }

    private OutputSpec output() {
        return new OutputSpec(
                topic(Key.OUTPUT_SCORES),
                topic(Key.OUTPUT_ALERTS),
                topic(Key.OUTPUT_DEAD_LETTERS),
                incidents(),
                topic(Key.OUTPUT_FORECASTS),
                outputFormat());
    }

    private Optional<OutputSpec.Incidents> incidents() {
        IncidentSpec spec =
                new IncidentSpec(settings.duration(Key.INCIDENTS_WITHIN), settings.count(Key.INCIDENTS_MIN_SERIES));
        return topic(Key.OUTPUT_INCIDENTS).map(topic -> new OutputSpec.Incidents(topic, spec));
    }

    private Optional<String> topic(Key key) {
        return Optional.of(settings.text(key)).filter(topic -> !topic.equals(NONE));
    }

    private OutputFormat outputFormat() {
        String format = settings.text(Key.OUTPUT_FORMAT);
        if (format.equals("json")) {
            return new OutputFormat.Json();
        }
        if (!format.equals("avro")) {
            throw settings.wrong(Key.OUTPUT_FORMAT, "give json or avro");
        }
        return new OutputFormat.Avro(registry(
                        settings,
                        Key.OUTPUT_REGISTRY,
                        Key.OUTPUT_REGISTRY_USER,
                        Key.OUTPUT_REGISTRY_PASSWORD,
                        Key.OUTPUT_REGISTRY_TOKEN)
                .orElse(null));
    }

    static Optional<SchemaRegistry> registry(Settings settings, Key url, Key user, Key password, Key token) {
        if (settings.isSet(user) && settings.isSet(token)) {
            throw settings.wrong(token, String.format(Locale.ROOT, "%s is set as well; keep one of the two", user));
        }
        return settings.optional(url)
                .map(text -> settings.parse(
                        url,
                        "give the address of a schema registry, such as http://registry:8081",
                        address -> new SchemaRegistry(
                                URI.create(address),
                                settings.text(user),
                                settings.text(password),
                                settings.text(token),
                                SchemaRegistry.PATIENCE)));
    }

    private FlowSpec flow() {
        return FlowSpec.builder()
                .order(order())
                .wave(wave())
                .cells(cells())
                .history(history())
                .detection(detection())
                .zone(zone())
                .retention(retention())
                .device(device())
                .counters(new Counters(settings.list(Key.INPUT_COUNTERS)))
                .models(models())
                .silence(silence())
                .horizon(new HorizonSpec(settings.count(Key.FORECAST_HORIZON), settings.count(Key.FORECAST_EVERY)))
                .weights(settings.flag(Key.FORECAST_WEIGHTS))
                .build();
    }

    private List<CustomSpec> models() {
        return ModelCards.read(settings.list(Key.MODELS));
    }

    /** An input that ends is silent by design. */
    private SilenceSpec silence() {
        SilenceSpec spec = new SilenceSpec(
                silence(Key.SILENCE_SERIES), inputSilence(), String.join(", ", settings.list(Key.INPUT_TOPIC)));
        return settings.text(Key.INPUT_UNTIL).equals("forever") ? spec : spec.ofBoundedInput();
    }

    private SilenceSpec.Limit inputSilence() {
        SilenceSpec.Limit limit = silence(Key.SILENCE_INPUT);
        if (limit.intervals() > 0 && !limit.equals(SilenceSpec.Limit.AUTO)) {
            throw settings.wrong(Key.SILENCE_INPUT, "an input has no usual interval; give auto, off or a duration");
        }
        return limit;
    }

    private SilenceSpec.Limit silence(Key key) {
        return settings.parse(
                key,
                SilenceSpec.Limit.CHOICES + ", of " + Durations.RANGE,
                text -> SilenceSpec.Limit.parse(text, Durations::parse));
    }

    private Device device() {
        return settings.parse(Key.DEVICE, Device.CHOICES, Device::parse);
    }

    private RetentionSpec retention() {
        return new RetentionSpec(
                settings.duration(Key.STATE_TTL),
                settings.count(Key.STATE_MAX_SERIES),
                settings.choice(Key.STATE_ON_LIMIT, RetentionSpec.OnLimit.class),
                settings.count(Key.STATE_MAX_FEATURES));
    }

    private OrderSpec order() {
        return new OrderSpec(
                settings.duration(Key.ORDER_MAX_OUT_OF_ORDERNESS),
                settings.choice(Key.ORDER_LATE, OrderSpec.Policy.class),
                settings.choice(Key.ORDER_DUPLICATES, OrderSpec.Policy.class),
                new OrderSpec.Bounds(
                        settings.count(Key.ORDER_MAX_BUFFERED),
                        settings.count(Key.ORDER_MAX_WAITING),
                        settings.duration(Key.ORDER_MAX_DRIFT)),
                settings.choice(Key.ORDER_ACROSS_PARTITIONS, OrderSpec.AcrossPartitions.class));
    }

    private WaveSpec wave() {
        return new WaveSpec(settings.count(Key.WAVE_SIZE), settings.duration(Key.WAVE_DEADLINE));
    }

    private List<CellSpec> cells() {
        return CellSettings.read(settings.given(), settings.list(Key.CELLS));
    }

    private HistorySpec history() {
        return new HistorySpec(
                new HistoryBound(settings.count(Key.HISTORY_MAX_STEPS), settings.count(Key.HISTORY_SINKS)),
                settings.bytes(Key.HISTORY_CACHE),
                settings.count(Key.HISTORY_ATTENDED));
    }

    private DetectionSpec detection() {
        return DetectionSpec.builder()
                .falseAlarms(settings.parse(Key.DETECTION_FALSE_ALARMS, FalseAlarms.CHOICES, FalseAlarms::parse))
                .warmUp(settings.count(Key.DETECTION_WARM_UP))
                .refractory(settings.count(Key.DETECTION_REFRACTORY))
                .side(settings.choice(Key.DETECTION_SIDE, Side.class))
                .minRelative(settings.number(Key.DETECTION_MIN_RELATIVE))
                .minAbsolute(settings.number(Key.DETECTION_MIN_ABSOLUTE))
                .evidence(settings.flag(Key.DETECTION_EVIDENCE))
                .build();
    }

    private ZoneId zone() {
        return settings.parse(Key.ZONE, "give a time zone such as UTC or Europe/Berlin", ZoneId::of);
    }

    private StateSpec state() {
        return new StateSpec(
                settings.choice(Key.STATE_BACKEND, StateSpec.Backend.class),
                settings.optional(Key.STATE_CHECKPOINTS),
                settings.duration(Key.STATE_INTERVAL));
    }

    private DeliverySpec delivery() {
        return new DeliverySpec(
                settings.choice(Key.DELIVERY_GUARANTEE, DeliverySpec.Guarantee.class),
                settings.duration(Key.DELIVERY_TIMEOUT),
                settings.optional(Key.DELIVERY_PREFIX).orElseGet(() -> settings.text(Key.NAME)));
    }

    private RuntimeSpec runtime() {
        OptionalInt parallelism = settings.text(Key.PARALLELISM).equals("auto")
                ? OptionalInt.empty()
                : OptionalInt.of(settings.count(Key.PARALLELISM));
        return new RuntimeSpec(
                settings.text(Key.NAME),
                parallelism,
                settings.count(Key.MAX_PARALLELISM),
                settings.choice(Key.RESTART, RuntimeSpec.Restart.class));
    }
}
