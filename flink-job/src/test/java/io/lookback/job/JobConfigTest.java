package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cell.CellSpec;
import io.lookback.detection.Side;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.SilenceSpec;
import io.lookback.memory.HistoryBound;
import io.lookback.onnx.Device;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.FaultCase;
import io.lookback.wire.FixedSchema;
import io.lookback.wire.InputFormat;
import io.lookback.wire.OutputFormat;
import io.lookback.wire.RegistrySchemas;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobConfigTest {

    @Test
    void brokersAndTopicAreEnough() {
        JobConfig config = config();

        assertThat(config.kafka().servers()).isEqualTo("broker:9092");
        assertThat(config.input().topics().names()).containsExactly("metrics");
        assertThat(config.input().decoder().format()).isEqualTo(new InputFormat.Json());
        assertThat(config.input().start()).isEqualTo(new Position.Group());
        assertThat(config.input().bounded()).isFalse();
        assertThat(config.output().scores()).contains("lookback-scores");
        assertThat(config.delivery().exactlyOnce()).isFalse();
        assertThat(config.delivery().prefix()).isEqualTo("lookback");
        assertThat(config.runtime().parallelism()).isEmpty();
    }

    @Test
    void defaultsAreThoseOfTheOperators() {
        FlowSpec flow = config().flow();

        assertThat(flow)
                .isEqualTo(FlowSpec.builder()
                        .cells(List.of(CellSpec.shipped("lookback")))
                        .zone(ZoneId.of("UTC"))
                        .silence(new SilenceSpec(SilenceSpec.Limit.AUTO, SilenceSpec.Limit.AUTO, "metrics"))
                        .build());
    }

    @Test
    void silenceIsNoAlertWhereTheInputEnds() {
        SilenceSpec set = config("silence.series=50 intervals", "silence.input=off")
                .flow()
                .silence();
        SilenceSpec bounded =
                config("silence.series=10 min", "input.until=latest").flow().silence();

        assertThat(set.series()).isEqualTo(new SilenceSpec.Limit(50, Duration.ZERO));
        assertThat(set.input().on()).isFalse();
        assertThat(bounded.series().on()).isFalse();
        assertThat(bounded.input().on()).isFalse();
        assertThatThrownBy(() -> config("silence.series=soon"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("silence.series is 'soon'")
                .hasMessageContaining("15 min");
        assertThatThrownBy(() -> config("silence.input=50 intervals"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("silence.input");
    }

    @Test
    void everySettingReachesItsRecord() {
        JobConfig config = config(
                "input.start=2026-01-31T00:00:00Z",
                "input.until=latest",
                "input.idleness=5 s",
                "output.format=avro",
                "output.scores=none",
                "order.late=drop",
                "device=cuda:1",
                "wave.size=8",
                "history.max-steps=512",
                "history.sinks=4",
                "history.cache=2 mb",
                "detection.side=below",
                "state.backend=rocksdb",
                "state.checkpoints=file:///tmp/x",
                "state.interval=1 min",
                "delivery.guarantee=exactly-once",
                "delivery.transaction-prefix=mine",
                "parallelism=4",
                "zone=Europe/Berlin");

        assertThat(config.input().start()).isEqualTo(new Position.At(Instant.parse("2026-01-31T00:00:00Z")));
        assertThat(config.input().until()).contains(new Position.Latest());
        assertThat(config.input().idleness()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.output().format()).isEqualTo(new OutputFormat.Avro(null));
        assertThat(config.output().scores()).isEmpty();
        assertThat(config.flow().order().late()).isEqualTo(OrderSpec.Policy.DROP);
        assertThat(config.flow().device()).isEqualTo(Device.parse("cuda:1"));
        assertThat(config.flow().wave().size()).isEqualTo(8);
        assertThat(config.flow().history().bound()).isEqualTo(new HistoryBound(512, 4));
        assertThat(config.flow().history().cacheBytes()).isEqualTo(2L << 20);
        assertThat(config.flow().detection().side()).isEqualTo(Side.BELOW);
        assertThat(config.flow().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(config.state())
                .isEqualTo(
                        new StateSpec(StateSpec.Backend.ROCKSDB, Optional.of("file:///tmp/x"), Duration.ofMinutes(1)));
        assertThat(config.delivery().prefix()).isEqualTo("mine");
        assertThat(config.runtime().parallelism()).hasValue(4);
    }

    @Test
    void clientsGetTheirOwnPropertiesAndThoseOfPlugIns() {
        KafkaSpec kafka = config(
                        "kafka.security.protocol=SSL",
                        "kafka.max.poll.records=7",
                        "kafka.linger.ms=3",
                        "kafka.my.plugin.url=x")
                .kafka();

        assertThat(kafka.consumer()).containsOnlyKeys("security.protocol", "max.poll.records", "my.plugin.url");
        assertThat(kafka.producer()).containsOnlyKeys("security.protocol", "linger.ms", "my.plugin.url");
        assertThat(kafka.admin()).containsOnlyKeys("security.protocol", "my.plugin.url", "bootstrap.servers");
    }

    @Test
    void avroTakesItsSchemaFromARegistryAFileOrLookback() {
        InputFormat registry = config("input.format=avro", "input.registry.url=http://registry:8081")
                .input()
                .decoder()
                .format();
        InputFormat own = config("input.format=avro").input().decoder().format();

        assertThat(((InputFormat.Avro) registry).schemas()).isInstanceOf(RegistrySchemas.class);
        assertThat(((InputFormat.Avro) own).schemas())
                .isInstanceOfSatisfying(
                        FixedSchema.class, schema -> assertThat(schema.avsc()).contains("ObservationRecord"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kafka.bootstrap=broker            | kafka.bootstrap is 'broker': give host:port
                    input.topic=a topic               | input.topic is 'a topic': give a topic's name
                    input.group=                      | input.group is '': give the name of a consumer group
                    'input.group=  '                  | input.group is '  ': give the name of a consumer group
                    input.format=xml                  | input.format is 'xml' (--set): give json, avro, csv or influx
                    device=gpu                        | device is 'gpu' (--set): give cpu, cuda, or cuda:1 for the second card
                    input.format=csv                  | input.columns is '' (default): rows carry no header, so name the columns
                    input.series=                     | input.series is '' (--set): name at least one field, or kafka-key
                    input.values=a..b                 | input.values is 'a..b' (--set): separate the steps of a path by single dots
                    input.time.format=qqqqqqq         | input.time.format is 'qqqqqqq' (--set): give auto, epoch-s
                    input.time.format=2006-01-02      | input.time.format is '2006-01-02' (--set): give auto, epoch-s
                    order.max-out-of-orderness=5      | order.max-out-of-orderness is '5' (--set): give a duration with its unit
                    state.ttl=86_400                  | state.ttl is '86_400' (--set): give a duration with its unit
                    output.dead-letters=metrics       | output.dead-letters is 'metrics' (--set): input.topic names it as well: the job would read what it writes
                    output.scores=lookback-alerts     | output.alerts is 'lookback-alerts' (default): output.scores names it as well
                    control.topic=metrics             | control.topic is 'metrics' (--set): input.topic names it as well
                    input.registry.url=http://r:1     | input.registry.url is 'http://r:1' (--set): it has no effect while input.format is 'json' (default); give input.format avro
                    input.schema=a.avsc               | input.schema is 'a.avsc' (--set): it has no effect while input.format
                    input.columns=a,b                 | input.columns is 'a,b' (--set): it has no effect while input.format
                    input.delimiter=;                 | input.delimiter is ';' (--set): it has no effect while input.format
                    forecast.horizon=24               | forecast.horizon is '24' (--set): it has no effect while output.forecasts is 'none' (default)
                    output.forecasts=f                | output.forecasts is 'f' (--set): it has no effect while forecast.horizon is '0' (default)
                    control.max-rules=7               | control.max-rules is '7' (--set): it has no effect while control.topic is 'none' (default)
                    delivery.transaction-prefix=mine  | delivery.transaction-prefix is 'mine' (--set): it has no effect while delivery.guarantee
                    input.start=soon                  | input.start is 'soon' (--set): give group, earliest, latest or an instant
                    input.until=later                 | input.until is 'later' (--set): give forever, latest or an instant
                    input.idleness=0 s                | input.idleness is 0 ms: give more than zero
                    input.idleness=-1 s               | input.idleness is '-1 s' (--set): give a duration
                    output.format=csv                 | output.format is 'csv' (--set): give json or avro
                    output.registry.url=http://r:1    | output.registry.url is 'http://r:1' (--set): it has no effect while output.format is 'json' (default)
                    wave.size=0                       | wave.size is 0: give 1 to 65536
                    wave.size=x                       | wave.size is 'x' (--set): give a whole number
                    order.late=maybe                  | order.late is 'maybe' (--set): give one of score, dead-letter, drop
                    history.cache=big                 | history.cache is 'big' (--set): give a size such as 64 mb
                    history.sinks=40                  | history.sinks is 40: give 0 to 32, the steps of one page
                    detection.false-alarms=0          | detection.false-alarms is '0' (--set): give more than 0, at most 1000
                    detection.false-alarms=1 per hour | detection.false-alarms is '1 per hour' (--set): give more than 0
                    detection.evidence=maybe          | detection.evidence is 'maybe' (--set): give true or false
                    forecast.weights=maybe            | forecast.weights is 'maybe' (--set): give true or false
                    zone=Mars                         | zone is 'Mars' (--set): give a time zone such as UTC
                    state.backend=forst               | state.backend is 'forst' (--set): give one of hashmap, rocksdb
                    state.ttl=0 s                     | state.ttl is PT0S: give more than zero
                    state.interval=1 ms               | state.interval is 1 ms: give 10 ms or more
                    delivery.guarantee=twice          | delivery.guarantee is 'twice' (--set): give one of at-least-once, exactly-once
                    delivery.transaction-timeout=40 d | delivery.transaction-timeout is 40 d: give 1 ms to 24 d
                    parallelism=0                     | parallelism is 0: give 1 to max-parallelism, which is 720
                    parallelism=1000                  | parallelism is 1000: give 1 to max-parallelism, which is 720
                    max-parallelism=40000             | max-parallelism is 40000: give 1 to 32768
                    restart=never                     | restart is 'never' (--set): give one of auto, none, backoff
                    """)
    @FaultCase(
            kind = "Settings that cannot work",
            input =
                    "49 wrong values, such as a duration without a unit, a topic in two roles, a time pattern that gives no time",
            outcome = "refused before startup; the message names key, value and fix")
    void wrongValuesSayWhatAndHowToCorrect(String override, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config(override))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    output.scores=none                   | output.alerts=none           | output.scores and output.alerts are both none
                    delivery.guarantee=exactly-once      | state.interval=10 min        | delivery.transaction-timeout is 15 min and state.interval 10 min
                    input.format=avro                    | input.registry.url=nowhere   | input.registry.url is 'nowhere' (--set): give the address of a schema registry
                    input.format=avro                    | input.registry.user=ada      | input.registry.user is 'ada' (--set): it has no effect while input.registry.url is ''
                    input.time.field=kafka-timestamp     | input.time.format=iso        | input.time.format is 'iso' (--set): it has no effect while input.time.field
                    control.topic=c                      | shadow.topic=c               | shadow.topic is 'c' (--set): control.topic names it as well
                    input.topic=[a, b]                   | output.alerts=b              | output.alerts is 'b' (--set): input.topic names it as well
                    cells=lstm                           | history.attended=8           | history.attended is '8' (--set): it has no effect, since no cell keeps a history; give one of [lookback,
                    cells=none                           | history.max-steps=64         | history.max-steps is '64' (--set): it has no effect, since no cell keeps a history
                    input.format=avro                    | input.schema=/absent.avsc    | input.schema is '/absent.avsc' (--set): give a readable .avsc file
                    """)
    @FaultCase(
            kind = "Settings that cannot work",
            input = "settings that have no effect in combination",
            outcome = "refused before startup")
    void settingsThatDoNotGoTogetherAreRefused(String first, String second, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config(first, second))
                .withMessageStartingWith(message);
    }

    @Test
    @FaultCase(
            kind = "Settings that cannot work",
            input = "output topic that is also an input, another output or the control topic",
            outcome = "refused before startup")
    void noTopicHasTwoRoles() {
        List<String> keys =
                List.of("output.scores", "output.alerts", "output.dead-letters", "control.topic", "shadow.topic");
        for (String first : keys) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> config("control.topic=control", first + "=metrics"))
                    .withMessageContaining("input.topic names it as well");
            for (String second : keys) {
                if (!first.equals(second)) {
                    assertThatExceptionOfType(ConfigException.class)
                            .isThrownBy(() -> config("control.topic=control", first + "=same", second + "=same"))
                            .withMessageContaining("give each a topic of its own");
                }
            }
        }
    }

    @Test
    void csvMappingMayOnlyNameColumns() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config("input.format=csv", "input.columns=host,time,cpu", "input.series=host"))
                .withMessage("The mapping names 'values', which is not one of the columns [host, time, cpu]");
    }

    @Test
    void secretsStayOutOfMessagesOfRecords() {
        List<String> overrides = List.of("kafka.bootstrap=${env:SECRET}", "input.topic=metrics");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JobConfig.load(Optional.empty(), overrides, Map.of("SECRET", "hunter2")))
                .withMessage("kafka.bootstrap is '<secret>': give host:port")
                .withNoCause();
    }

    @Test
    void secretsStayOutOfTextsOfRecords() {
        JobConfig config = config(
                "kafka.sasl.jaas.config=hunter2",
                "input.format=avro",
                "input.registry.url=http://registry:8081",
                "input.registry.user=ada",
                "input.registry.password=hunter2");

        assertThat(config.toString() + config.kafka() + config.input()).doesNotContain("hunter2");
    }

    static JobConfig config(String... overrides) {
        List<String> all = new ArrayList<>(List.of("kafka.bootstrap=broker:9092", "input.topic=metrics"));
        all.addAll(List.of(overrides));
        return JobConfig.load(Optional.empty(), all, Map.of());
    }
}
