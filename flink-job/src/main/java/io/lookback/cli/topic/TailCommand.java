package io.lookback.cli.topic;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.Interruption;
import io.lookback.cli.OptionRange;
import io.lookback.wire.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the records of a topic as they come. */
@Command(
        name = "tail",
        description =
                "Shows scores, alerts or dead letters as they arrive, decoded whether the job writes JSON or Avro.")
public final class TailCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "scores, alerts, incidents, forecasts or deadletters.")
    private OutputKind kind;

    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka broker.")
    private String bootstrap;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Topic (default: lookback-scores, -alerts, -incidents, -forecasts or -dead-letters).")
    private @Nullable String topic;

    @Option(names = "--from-beginning", description = "Also show the records that are there already.")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "Stop after N records.")
    private long max = Long.MAX_VALUE;

    @Option(names = "--json", description = "One JSON object a line, for other programs.")
    private boolean json;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Property of Kafka's consumer, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = Map.of();

    @Override
    public Integer call() {
        OptionRange.requirePositive("--max", max);
        String from = topic == null ? kind.usualTopic() : topic;
        PrintWriter out = spec.commandLine().getOut();
        try (TopicReader reader = TopicReader.open(bootstrap, properties, List.of(from), fromBeginning)) {
            long shown = 0;
            while (shown < max && !Interruption.requested() && !out.checkError()) {
                for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                    if (shown++ < max) {
                        show(message, out);
                    }
                }
                out.flush();
            }
        } catch (InterruptException stopped) {
            out.flush();
        }
        return 0;
    }

    private void show(ConsumerRecord<byte[], byte[]> message, PrintWriter out) {
        try {
            JsonNode record = kind.decode(message);
            out.println(json ? Printable.line(record.toString()) : kind.line(record));
        } catch (IOException unreadable) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf(
                    Locale.ROOT,
                    "%s-%d@%d cannot be decoded: %s%n",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    Printable.line(String.valueOf(unreadable.getMessage())));
            err.flush();
        }
    }
}
