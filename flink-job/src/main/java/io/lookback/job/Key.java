package io.lookback.job;

import static io.lookback.job.EnumNames.show;

import io.lookback.control.ControlLimits;
import io.lookback.detection.DetectionSpec;
import io.lookback.flow.HistorySpec;
import io.lookback.flow.RetentionSpec;
import io.lookback.flow.WaveSpec;
import io.lookback.incident.IncidentSpec;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.series.HorizonSpec;
import io.lookback.wire.DecoderSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;

/**
 * Every setting of a job, with its default, in the order of {@code docs/configuration.md}, which says what each means.
 * Further keys under {@code kafka.} go to Kafka's clients as they are.
 */
public enum Key {
    NAME("name", "text", "lookback"),

    KAFKA_BOOTSTRAP("kafka.bootstrap", "list", Key.REQUIRED),

    INPUT_TOPIC("input.topic", "list", Key.REQUIRED),
    INPUT_GROUP("input.group", "text", "lookback"),
    INPUT_FORMAT("input.format", "json, avro, csv or influx", "json"),
    INPUT_SCHEMA("input.schema", "file", ""),
    INPUT_REGISTRY("input.registry.url", "address", ""),
    INPUT_REGISTRY_USER("input.registry.user", "text", ""),
    INPUT_REGISTRY_PASSWORD("input.registry.password", "text", ""),
    INPUT_REGISTRY_TOKEN("input.registry.token", "text", ""),
    INPUT_COLUMNS("input.columns", "list", ""),
    INPUT_DELIMITER("input.delimiter", "character", ","),
    INPUT_EXPLODE("input.explode", "list", ""),
    INPUT_MAX_POINTS("input.max-points", "whole number", show(DecoderSpec.MAX_POINTS)),
    INPUT_SERIES("input.series", "list", "series"),
    INPUT_TIME("input.time.field", "text", "time"),
    INPUT_TIME_FORMAT("input.time.format", "text", "auto"),
    INPUT_MAX_AHEAD("input.time.max-ahead", "duration", "1 h"),
    INPUT_VALUES("input.values", "list or names", "values"),
    INPUT_COUNTERS("input.counters", "list", ""),
    INPUT_KEEP_BYTES("input.keep-bytes", "true or false", "true"),
    INPUT_DELETES("input.deletes", "auto, skip or dead-letter", "auto"),
    INPUT_START("input.start", "group, earliest, latest or an instant", "group"),
    INPUT_UNTIL("input.until", "forever, latest or an instant", "forever"),
    INPUT_OUT_OF_RANGE("input.out-of-range", "fail, earliest or latest", "fail"),
    INPUT_FAILURE_LIMIT("input.failure-limit", "number", "0.99"),
    INPUT_IDLENESS("input.idleness", "duration", "30 s"),

    OUTPUT_SCORES("output.scores", "text", "lookback-scores"),
    OUTPUT_ALERTS("output.alerts", "text", "lookback-alerts"),
    OUTPUT_DEAD_LETTERS("output.dead-letters", "text", "lookback-dead-letters"),
    OUTPUT_INCIDENTS("output.incidents", "text", "none"),
    OUTPUT_FORECASTS("output.forecasts", "text", "none"),
    OUTPUT_FORMAT("output.format", "json or avro", "json"),
    OUTPUT_REGISTRY("output.registry.url", "address", ""),
    OUTPUT_REGISTRY_USER("output.registry.user", "text", ""),
    OUTPUT_REGISTRY_PASSWORD("output.registry.password", "text", ""),
    OUTPUT_REGISTRY_TOKEN("output.registry.token", "text", ""),

    CONTROL_TOPIC("control.topic", "text", "none"),
    CONTROL_MAX_RULES("control.max-rules", "whole number", show(ControlLimits.DEFAULT.rules())),
    CONTROL_MAX_LABELS("control.max-labels", "whole number", show(ControlLimits.DEFAULT.labels())),
    CONTROL_MAX_MODELS("control.max-models", "whole number", show(ControlLimits.DEFAULT.models())),
    SHADOW_TOPIC("shadow.topic", "text", "none"),

    CELLS("cells", "list", "lookback"),
    MODELS("models", "list", ""),

    DEVICE("device", "cpu, cuda or cuda:N", show(Device.CPU)),

    ORDER_MAX_OUT_OF_ORDERNESS("order.max-out-of-orderness", "duration", show(OrderSpec.DEFAULT.maxOutOfOrderness())),
    ORDER_LATE("order.late", "score, dead-letter or drop", show(OrderSpec.DEFAULT.late())),
    ORDER_DUPLICATES("order.duplicates", "score, dead-letter or drop", show(OrderSpec.DEFAULT.duplicates())),
    ORDER_ACROSS_PARTITIONS("order.across-partitions", "wait or ignore", show(OrderSpec.DEFAULT.acrossPartitions())),
    ORDER_MAX_BUFFERED(
            "order.max-buffered",
            "whole number",
            show(OrderSpec.DEFAULT.bounds().series())),
    ORDER_MAX_WAITING(
            "order.max-waiting", "whole number", show(OrderSpec.DEFAULT.bounds().subtask())),
    ORDER_MAX_DRIFT(
            "order.max-drift", "duration", show(OrderSpec.DEFAULT.bounds().drift())),

    WAVE_SIZE("wave.size", "whole number", show(WaveSpec.DEFAULT.size())),
    WAVE_DEADLINE("wave.deadline", "duration", show(WaveSpec.DEFAULT.deadline())),

    HISTORY_MAX_STEPS(
            "history.max-steps",
            "whole number",
            show(HistorySpec.DEFAULT.bound().maxSteps())),
    HISTORY_SINKS(
            "history.sinks", "whole number", show(HistorySpec.DEFAULT.bound().sinks())),
    HISTORY_CACHE("history.cache", "size", show(new MemorySize(HistorySpec.DEFAULT.cacheBytes()))),
    HISTORY_ATTENDED("history.attended", "whole number", show(HistorySpec.DEFAULT.attended())),

    DETECTION_FALSE_ALARMS("detection.false-alarms", "rate", show(DetectionSpec.DEFAULT.falseAlarms())),
    DETECTION_WARM_UP("detection.warm-up", "whole number", show(DetectionSpec.DEFAULT.warmUp())),
    DETECTION_REFRACTORY("detection.refractory", "whole number", show(DetectionSpec.DEFAULT.refractory())),
    DETECTION_SIDE("detection.side", "both, above or below", show(DetectionSpec.DEFAULT.side())),
    DETECTION_MIN_RELATIVE("detection.min-relative", "number", show(DetectionSpec.DEFAULT.minRelative())),
    DETECTION_MIN_ABSOLUTE("detection.min-absolute", "number", show(DetectionSpec.DEFAULT.minAbsolute())),
    DETECTION_EVIDENCE("detection.evidence", "true or false", show(DetectionSpec.DEFAULT.evidence())),

    SILENCE_SERIES("silence.series", "auto, off, N intervals or duration", "auto"),
    SILENCE_INPUT("silence.input", "auto, off or duration", "auto"),

    INCIDENTS_WITHIN("incidents.within", "duration", show(IncidentSpec.DEFAULT.within())),
    INCIDENTS_MIN_SERIES("incidents.min-series", "whole number", show(IncidentSpec.DEFAULT.least())),

    FORECAST_HORIZON("forecast.horizon", "whole number", show(HorizonSpec.NONE.horizon())),
    FORECAST_EVERY("forecast.every", "whole number", show(HorizonSpec.NONE.every())),
    FORECAST_WEIGHTS("forecast.weights", "true or false", "false"),

    ZONE("zone", "time zone", "UTC"),

    STATE_BACKEND("state.backend", "hashmap or rocksdb", "hashmap"),
    STATE_TTL("state.ttl", "duration", show(RetentionSpec.DEFAULT.timeToLive())),
    STATE_MAX_SERIES("state.max-series", "whole number", show(RetentionSpec.DEFAULT.maxSeries())),
    STATE_ON_LIMIT("state.on-limit", "reject or evict", show(RetentionSpec.DEFAULT.onLimit())),
    STATE_MAX_FEATURES("state.max-features", "whole number", show(RetentionSpec.DEFAULT.maxFeatures())),
    STATE_CHECKPOINTS("state.checkpoints", "directory", ""),
    STATE_INTERVAL("state.interval", "duration", "30 s"),

    DELIVERY_GUARANTEE("delivery.guarantee", "at-least-once or exactly-once", "at-least-once"),
    DELIVERY_TIMEOUT("delivery.transaction-timeout", "duration", "15 min"),
    DELIVERY_PREFIX("delivery.transaction-prefix", "text", ""),

    PARALLELISM("parallelism", "whole number or auto", "auto"),
    MAX_PARALLELISM("max-parallelism", "whole number", "720"),
    RESTART("restart", "auto, none or backoff", "auto");

    /** Stands where a key has no default. */
    static final String REQUIRED = "<required>";

    private final String key;
    private final String type;
    private final String defaultText;

    Key(String key, String type, String defaultText) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
    }

    static Optional<Key> find(String key) {
        return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
    }

    /** Whether a key gives a value a name: {@code input.values.cpu}. */
    static boolean namesValue(String key) {
        return key.startsWith(INPUT_VALUES.key + '.');
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Key::key).toList();
    }

    /** As a configuration file spells it. */
    public String key() {
        return key;
    }

    /** What may be given, in words. */
    public String type() {
        return type;
    }

    /** What holds where nothing is given: empty for nothing. */
    public String defaultText() {
        return defaultText;
    }

    public boolean required() {
        return defaultText.equals(REQUIRED);
    }

    @Override
    public String toString() {
        return key;
    }
}
