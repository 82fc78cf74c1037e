package io.lookback.job;

import static io.lookback.job.Choices.show;

import io.lookback.control.ControlLimits;
import io.lookback.detect.DetectionSpec;
import io.lookback.flow.HistorySpec;
import io.lookback.flow.RetentionSpec;
import io.lookback.flow.WaveSpec;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;

/**
 * Every setting of a job, with its default. {@code docs/configuration.md} shows this table; further keys under
 * {@code kafka.} go to Kafka's clients as they are.
 */
public enum Key {
    NAME("name", "text", "lookback", "Name of the job, in Flink's UI and in its metrics."),

    KAFKA_BOOTSTRAP(
            "kafka.bootstrap",
            "list",
            Key.REQUIRED,
            "Brokers to begin with, `host:port`. Every other key under `kafka.` is a property of Kafka's clients and is"
                    + " passed on: `kafka.security.protocol`, `kafka.sasl.mechanism`, `kafka.sasl.jaas.config`, ..."),

    INPUT_TOPIC("input.topic", "list", Key.REQUIRED, "Topic or topics to read."),
    INPUT_GROUP(
            "input.group", "text", "lookback", "Consumer group under which the offsets of checkpoints are committed."),
    INPUT_FORMAT("input.format", "json, avro or csv", "json", "How the values of the records are written."),
    INPUT_SCHEMA(
            "input.schema",
            "file",
            "",
            "With `avro`: the .avsc file that every value was written with, as bare Avro binary. Without it and without"
                    + " a registry: Lookback's own observation schema."),
    INPUT_REGISTRY(
            "input.registry.url",
            "address",
            "",
            "With `avro`: the schema registry (Confluent's HTTP API) whose ids the values begin with."),
    INPUT_REGISTRY_USER("input.registry.user", "text", "", "User of that registry, where it asks for one."),
    INPUT_REGISTRY_PASSWORD("input.registry.password", "text", "", "Password of that user."),
    INPUT_REGISTRY_TOKEN(
            "input.registry.token",
            "text",
            "",
            "Bearer token for that registry, where it asks for one instead of a user."),
    INPUT_COLUMNS(
            "input.columns", "list", "", "With `csv`: names of the columns, in their order; rows carry no header."),
    INPUT_DELIMITER("input.delimiter", "character", ",", "With `csv`: what separates the fields; `\\t` for a tab."),
    INPUT_SERIES(
            "input.series",
            "list",
            "series",
            "Fields whose values, joined by `/`, name the series. `kafka-key`: the record's key as text."),
    INPUT_TIME(
            "input.time.field", "text", "time", "Field of the event time. `kafka-timestamp`: Kafka's own timestamp."),
    INPUT_TIME_FORMAT(
            "input.time.format",
            "text",
            "auto",
            "`epoch-s`, `epoch-ms`, `epoch-us`, `epoch-ns`, `iso`, or a pattern such as `yyyy-MM-dd HH:mm:ss` (in"
                    + " `zone`). `auto`: ISO-8601 text, or a number in the unit that the Avro schema names, in"
                    + " milliseconds without one."),
    INPUT_MAX_AHEAD(
            "input.time.max-ahead",
            "duration",
            "1 d",
            "A record whose event time lies further ahead of Kafka's own timestamp, or of the clock if that lies ahead,"
                    + " too, is a dead letter: it would make all that follow in its series late."),
    INPUT_VALUES(
            "input.values",
            "list",
            "values",
            "Fields of the values, in this order; one that holds a map or an array stands for all its entries."
                    + " `all-numbers`: every number that is not part of the series or the time."),
    INPUT_KEEP_BYTES(
            "input.keep-bytes",
            "true or false",
            "true",
            "Whether a record's original bytes travel with it to the operator, so that late and mismatching records"
                    + " reach the dead letters as they came. `false` saves network and memory."),
    INPUT_START(
            "input.start",
            "group, earliest, latest or an instant",
            "group",
            "Where to begin without a savepoint. `group`: where the consumer group stopped, at the earliest record on"
                    + " its first start. An instant (`2026-01-31T00:00:00Z`) counts by Kafka's timestamps."),
    INPUT_UNTIL(
            "input.until",
            "forever, latest or an instant",
            "forever",
            "Where to end. `latest`: at the last record there is when the job starts; the job then finishes."),
    INPUT_OUT_OF_RANGE(
            "input.out-of-range",
            "fail, earliest or latest",
            "fail",
            "What becomes of a partition whose next record the topic no longer has, such as after an outage longer than"
                    + " its retention. `fail`: the job fails, so that nobody overlooks the gap."),
    INPUT_FAILURE_LIMIT(
            "input.failure-limit",
            "number",
            "0.99",
            "Share of records that cannot be decoded, among 1,000 in a row of one subtask, beyond which the job stops for"
                    + " good: so wrong is no topic, but a mapping. `1`: it never does."),
    INPUT_IDLENESS(
            "input.idleness",
            "duration",
            "30 s",
            "Time without a record after which a partition no longer holds back the others."),

    OUTPUT_SCORES("output.scores", "text", "lookback-scores", "Topic of the scores; `none` for no such topic."),
    OUTPUT_ALERTS("output.alerts", "text", "lookback-alerts", "Topic of the alerts; `none` for no such topic."),
    OUTPUT_DEAD_LETTERS(
            "output.dead-letters",
            "text",
            "lookback-dead-letters",
            "Topic of the records that cannot be scored, as they came, with the cause in headers; `none` to only count"
                    + " them."),
    OUTPUT_FORMAT("output.format", "json or avro", "json", "How scores and alerts are written."),
    OUTPUT_REGISTRY(
            "output.registry.url",
            "address",
            "",
            "With `avro`: the schema registry where the schemas are registered under `<topic>-value`; without it the"
                    + " values are bare Avro binary."),
    OUTPUT_REGISTRY_USER("output.registry.user", "text", "", "User of that registry, where it asks for one."),
    OUTPUT_REGISTRY_PASSWORD("output.registry.password", "text", "", "Password of that user."),
    OUTPUT_REGISTRY_TOKEN(
            "output.registry.token",
            "text",
            "",
            "Bearer token for that registry, where it asks for one instead of a user."),

    CONTROL_TOPIC(
            "control.topic",
            "text",
            "none",
            "Compacted topic of what people tell the job while it runs: rules that quiet known alerts, labels that move"
                    + " thresholds, models that take the place of `cells`; see"
                    + " [operations.md](operations.md#quiet-what-is-known). `none` for no such topic."),
    CONTROL_MAX_RULES(
            "control.max-rules",
            "whole number",
            show(ControlLimits.DEFAULT.rules()),
            "Most rules that the job follows; a further one is a dead letter."),
    CONTROL_MAX_LABELS(
            "control.max-labels",
            "whole number",
            show(ControlLimits.DEFAULT.labels()),
            "Most labels that the job follows, of all series together; a further one is a dead letter."),
    CONTROL_MAX_MODELS(
            "control.max-models",
            "whole number",
            show(ControlLimits.DEFAULT.models()),
            "Most announcements of models that the job follows; a further one is a dead letter. Each model is in the memory"
                    + " of every subtask."),
    SHADOW_TOPIC(
            "shadow.topic",
            "text",
            "none",
            "Topic of the scores of shadow models, which are announced like others and score beside them, see"
                    + " [operations.md](operations.md#a-model-in-the-shadow); `none` to run none."),

    CELLS(
            "cells",
            "list",
            "lstm",
            "The networks that forecast each series: a name, or `kind` and `model` (an .onnx file; the shipped model"
                    + " without it)."),

    DEVICE(
            "device",
            "cpu, cuda or cuda:N",
            show(Device.CPU),
            "What the networks run on: the processor, or an NVIDIA card by its number, `cuda` for the first. It needs another"
                    + " build; where the card or its libraries are missing the job does not start, see"
                    + " [operations.md](operations.md#on-a-gpu)."),

    ORDER_MAX_OUT_OF_ORDERNESS(
            "order.max-out-of-orderness",
            "duration",
            show(OrderSpec.DEFAULT.maxOutOfOrderness()),
            "How long, in event time, a record waits for older ones of its series; zero scores at once."),
    ORDER_LATE(
            "order.late",
            "score, dead-letter or drop",
            show(OrderSpec.DEFAULT.late()),
            "What becomes of a record older than one of its series that was already scored."),
    ORDER_DUPLICATES(
            "order.duplicates",
            "score, dead-letter or drop",
            show(OrderSpec.DEFAULT.duplicates()),
            "What becomes of a record with a series and an event time that were already scored."),
    ORDER_MAX_BUFFERED(
            "order.max-buffered",
            "whole number",
            show(OrderSpec.DEFAULT.maxBuffered()),
            "Most records of one series that wait at a time; beyond it the oldest is released early."),

    WAVE_SIZE(
            "wave.size",
            "whole number",
            show(WaveSpec.DEFAULT.size()),
            "Records that wait at most until the networks run, and most rows of one call."),
    WAVE_DEADLINE(
            "wave.deadline",
            "duration",
            show(WaveSpec.DEFAULT.deadline()),
            "Longest time that a record waits for its wave."),

    HISTORY_MAX_STEPS(
            "history.max-steps",
            "whole number",
            show(HistorySpec.DEFAULT.bound().maxSteps()),
            "Most past steps that a self-attention cell reads of each series; beyond it the oldest leave."),
    HISTORY_SINKS(
            "history.sinks",
            "whole number",
            show(HistorySpec.DEFAULT.bound().sinks()),
            "Attention sinks: of these steps, the first ones of a series that stay for good; 0 to 32, 0 lets the window"
                    + " slide over all."),
    HISTORY_CACHE(
            "history.cache",
            "size",
            show(new MemorySize(HistorySpec.DEFAULT.cacheBytes())),
            "Native memory per subtask and attention cell for the histories of the series stepped last."),
    HISTORY_ATTENDED(
            "history.attended",
            "whole number",
            show(HistorySpec.DEFAULT.attended()),
            "Past steps that each score names, with weights and event times, as those an attention cell looked at most."),

    DETECTION_FALSE_ALARMS(
            "detection.false-alarms",
            "rate",
            show(DetectionSpec.DEFAULT.falseAlarms()),
            "False alarms of a series that are acceptable, about: `10` or `10 per 10000 records`, `1 per day`, `1 per week`;"
                    + " it moves the threshold and nothing else."),
    DETECTION_WARM_UP(
            "detection.warm-up",
            "whole number",
            show(DetectionSpec.DEFAULT.warmUp()),
            "Records of a series before it may raise an alert; 0 derives it from the sampling: one day, at least 100 and at"
                    + " most 1440. Below 100 detection is blind."),
    DETECTION_PROFILE(
            "detection.profile",
            "standard or compact",
            show(DetectionSpec.DEFAULT.profile()),
            "How much each series may remember: about 24 KB or 4 KB for a series of one feature."),
    DETECTION_REFRACTORY(
            "detection.refractory",
            "whole number",
            show(DetectionSpec.DEFAULT.refractory()),
            "Records after an alert's last anomaly within which only a higher one is news, and after which the alert"
                    + " ends; 0 derives it from the sampling."),
    DETECTION_SIDE(
            "detection.side",
            "both, above or below",
            show(DetectionSpec.DEFAULT.side()),
            "Which deviations may raise an alert."),
    DETECTION_MIN_RELATIVE(
            "detection.min-relative",
            "number",
            show(DetectionSpec.DEFAULT.minRelative()),
            "Smallest deviation that matters, as a share of the forecast; 0 for any."),
    DETECTION_MIN_ABSOLUTE(
            "detection.min-absolute",
            "number",
            show(DetectionSpec.DEFAULT.minAbsolute()),
            "Smallest deviation that matters, in the feature's own unit; 0 for any."),
    DETECTION_WITHOUT(
            "detection.without",
            "list",
            "none",
            "Parts of the detector to leave out, such as `standstill` for series that hold their values: `week`,"
                    + " `forecast`, `residual`, `tail`, `joint`, `episodes`, `rank`, `day`, `surprise`, `standstill`,"
                    + " `rate`."),
    DETECTION_TAILS(
            "detection.tails",
            "true or false",
            show(DetectionSpec.DEFAULT.tails()),
            "Whether each score names, for each feature, how improbable each channel of the detector found its value."),

    ZONE("zone", "time zone", "UTC", "Zone of the days and weeks that the series follow, and of times without a zone."),

    STATE_BACKEND(
            "state.backend",
            "hashmap or rocksdb",
            "hashmap",
            "Where the series' memories live: on the heap, or on disk where they outgrow it."),
    STATE_TTL(
            "state.ttl",
            "duration",
            show(RetentionSpec.DEFAULT.timeToLive()),
            "Time without a record after which a series is forgotten."),
    STATE_MAX_SERIES(
            "state.max-series",
            "whole number",
            show(RetentionSpec.DEFAULT.maxSeries()),
            "Most series that the job keeps, shared evenly among its subtasks."),
    STATE_ON_LIMIT(
            "state.on-limit",
            "reject or evict",
            show(RetentionSpec.DEFAULT.onLimit()),
            "What becomes of a record that would begin a further series. `reject`: it is a dead letter until another"
                    + " series was forgotten. `evict`: the series that has been idle for longest is forgotten for it."),
    STATE_CHECKPOINTS(
            "state.checkpoints",
            "directory",
            "",
            "Where checkpoints go, such as `s3://bucket/lookback`; empty for the cluster's own setting."),
    STATE_INTERVAL("state.interval", "duration", "30 s", "Time between checkpoints."),

    DELIVERY_GUARANTEE(
            "delivery.guarantee",
            "at-least-once or exactly-once",
            "at-least-once",
            "After a failure, at-least-once repeats some scores (under the same ids). Exactly-once writes in"
                    + " transactions: readers with `isolation.level=read_committed` see scores after each checkpoint."),
    DELIVERY_TIMEOUT(
            "delivery.transaction-timeout",
            "duration",
            "15 min",
            "With exactly-once: longest time a transaction stays open, across a restart of the job; at most the"
                    + " broker's `transaction.max.timeout.ms`."),
    DELIVERY_PREFIX(
            "delivery.transaction-prefix",
            "text",
            "",
            "With exactly-once: begins the transactional ids; no two jobs on the same brokers may share it. Empty for"
                    + " the job's name."),

    PARALLELISM("parallelism", "whole number or auto", "auto", "Of every operator; `auto` for Flink's own setting."),
    MAX_PARALLELISM(
            "max-parallelism",
            "whole number",
            "720",
            "Highest parallelism to which a savepoint of the job can ever be rescaled; fixed while its state lives."),
    RESTART(
            "restart",
            "auto, none or backoff",
            "auto",
            "After a failure. `backoff`: again, with growing pauses. `auto`: that, but a job with an end (`input.until`) or"
                    + " inside the process that starts it fails at once.");

    /** Stands where a key has no default. */
    static final String REQUIRED = "<required>";

    private final String key;
    private final String type;
    private final String defaultText;
    private final String meaning;

    Key(String key, String type, String defaultText, String meaning) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    static Optional<Key> find(String key) {
        return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
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

    public String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return key;
    }
}
