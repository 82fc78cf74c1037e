package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.testkit.FaultCase;
import java.net.URI;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class LogFileTest {

    private static final String FORGED = "name \u001b[2Jx\n2026-01-31 12:00:00,000 ERROR forged\r\nat more";

    @FaultCase(
            kind = "Security",
            input = "line breaks and escapes quoted by a log message or an exception",
            outcome = "they start no log line, and no escape reaches a terminal")
    @Test
    void whatRecordsCarryForgesNoLineOfTheLog() throws Exception {
        Log4jLogEvent event = Log4jLogEvent.newBuilder()
                .setLoggerName("io.lookback.Example")
                .setLevel(Level.WARN)
                .setThreadName("main")
                .setMessage(new SimpleMessage(FORGED))
                .setThrown(new IllegalStateException(FORGED, new IllegalArgumentException(FORGED)))
                .build();

        String text = layout().toSerializable(event);

        assertThat(text).doesNotContain("\u001b", "\r");
        assertThat(text.lines().filter(line -> !line.startsWith(" ")).toList())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("java.lang.IllegalStateException: name ");
        assertThat(text)
                .contains(
                        "    Caused by: java.lang.IllegalArgumentException", "\n    \tat io.lookback.cli.LogFileTest");
    }

    @Test
    void aDeletedTopicDoesNotFloodTheLog() throws Exception {
        LoggerConfig fetches =
                configuration().getLoggerConfig("org.apache.kafka.clients.consumer.internals.FetchCollector");
        Log4jLogEvent event = Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage("Received unknown topic or partition error"))
                .build();

        long written = IntStream.range(0, 1_000)
                .filter(i -> !fetches.isFiltered(event))
                .count();

        assertThat(written).isBetween(1L, 20L);
    }

    private static PatternLayout layout() throws Exception {
        return (PatternLayout) configuration().getAppender("file").getLayout();
    }

    private static XmlConfiguration configuration() throws Exception {
        URI file = Objects.requireNonNull(LogFileTest.class.getResource("/lookback-log4j2.xml"))
                .toURI();
        XmlConfiguration configuration = new XmlConfiguration(
                new LoggerContext("log"), Objects.requireNonNull(ConfigurationSource.fromUri(file)));
        configuration.initialize();
        return configuration;
    }
}
