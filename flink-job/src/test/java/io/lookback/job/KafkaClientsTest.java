package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.testkit.FaultCase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaClientsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kafka.max.poll.records=abc    | kafka.max.poll.records is 'abc' (--set): Not a number of type INT
                    kafka.max.poll.records=0      | kafka.max.poll.records is '0' (--set): Value must be at least 1
                    kafka.isolation.level=foo     | kafka.isolation.level is 'foo' (--set): String must be one of: read_committed
                    kafka.batch.size=-1           | kafka.batch.size is '-1' (--set): Value must be at least 0
                    kafka.security.protocol=TLS   | kafka.security.protocol is 'TLS' (--set): String must be one of
                    kafka.partition.discovery.interval.ms=abc | kafka.partition.discovery.interval.ms is 'abc' (--set): give a whole number
                    kafka.acks=0                  | kafka.acks is '0' (--set): scores that a broker loses or refuses would be missing, and nobody be told; give all
                    kafka.acks=1                  | kafka.acks is '1' (--set): scores that a broker loses
                    kafka.max.block.ms=0          | kafka.max.block.ms is '0' (--set): the brokers have to describe a topic in that time; give 100 or more
                    kafka.delivery.timeout.ms=1   | kafka.delivery.timeout.ms is '1' (--set): give the sum of kafka.linger.ms and kafka.request.timeout.ms, which is 30005, or more
                    """)
    @FaultCase(
            kind = "Settings that cannot work",
            input = "properties that Kafka's clients refuse, or that lose scores, such as `kafka.acks: 0`",
            outcome = "refused before startup; the message names key and value")
    void propertiesThatCannotWorkAreRefused(String override, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JobConfigTest.config(override))
                .withMessageStartingWith(message);
    }

    @Test
    void transactionsNeedAnIdempotentProducer() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> JobConfigTest.config("delivery.guarantee=exactly-once", "kafka.enable.idempotence=false"))
                .withMessageStartingWith(
                        "kafka.enable.idempotence is 'false' (--set): delivery.guarantee exactly-once needs it");
    }

    @Test
    void propertiesThatSlowDownOrLoosenAreLeftAlone() {
        KafkaSpec kafka = JobConfigTest.config(
                        "kafka.acks=all",
                        "kafka.enable.idempotence=false",
                        "kafka.max.block.ms=100",
                        "kafka.delivery.timeout.ms=30005",
                        "kafka.interceptor.classes=only.on.the.Cluster")
                .kafka();

        assertThat(kafka.producer()).containsEntry("acks", "all").containsEntry("delivery.timeout.ms", "30005");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SASL_PLAINTEXT | kafka.linger.ms=5 | kafka.sasl.jaas.config is missing: Could not find a 'KafkaClient' entry
                    SASL_PLAINTEXT | kafka.sasl.jaas.config=rubbish hunter2 | kafka.sasl.jaas.config is '<secret>' (--set): Invalid login module control flag '<secret>'
                    SASL_PLAINTEXT | kafka.sasl.jaas.config=no.such.Module required; | kafka.sasl.jaas.config is '<secret>' (--set): No LoginModule found for
                    SSL | kafka.ssl.truststore.location=/nope.p12 | kafka.ssl.truststore.location is '/nope.p12' (--set): Failed to load SSL keystore /nope.p12 of type JKS: no such file
                    SSL | kafka.ssl.protocol=FOO9 | kafka.ssl.protocol is 'FOO9' (--set): FOO9 SSLContext not available
                    """)
    void whatAClientCannotBeOpenedWithIsNamed(String protocol, String override, String message) {
        JobConfig config = JobConfigTest.config(
                "kafka.bootstrap=localhost:9092",
                "kafka.sasl.mechanism=PLAIN",
                "kafka.security.protocol=" + protocol,
                override);
        KafkaClients clients = new KafkaClients(config.kafka(), config.delivery(), config.settings());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(clients::open)
                .withMessageStartingWith(message)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void refusalsDoNotShowSecrets() {
        List<String> overrides =
                List.of("kafka.bootstrap=broker:9092", "input.topic=metrics", "kafka.max.poll.records=${env:SECRET}");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JobConfig.load(Optional.empty(), overrides, Map.of("SECRET", "hunter2")))
                .withMessage("kafka.max.poll.records is '<secret>' (--set): Not a number of type INT")
                .withNoCause();
    }
}
