package io.lookback.cli.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lookback.cli.CliException;
import io.lookback.cli.Interruption;
import io.lookback.cli.Reasons;
import io.lookback.cli.notify.NotifyConfig.Receiver;
import io.lookback.cli.topic.TopicReader;
import io.lookback.wire.Printable;
import io.lookback.wire.Secrets;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Delivers alerts to people. */
@Command(
        name = "notify",
        description = {
            "Reads the alert topic and delivers each alert to Prometheus Alertmanager, to webhooks, and to chats.",
            "",
            "Each target gets every alert at least once and in order, even if it was down for a while. Suppressed alerts are skipped. Runs until stopped.",
        })
public final class NotifyCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Brokers, topic and targets in YAML.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as topic=alerts; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "Check the settings, show what each target would receive for an example, and send nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        NotifyConfig config = NotifyConfig.read(file, overrides, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            show(config, out);
            return 0;
        }
        Map<String, String> consumer = new HashMap<>();
        config.consumer().forEach((key, value) -> consumer.put(key, String.valueOf(value)));
        String bootstrap = String.valueOf(consumer.remove("bootstrap.servers"));
        TopicReader.open(bootstrap, consumer, List.of(config.topic()), false).close();
        try (NotifyMetrics metrics = serve(config)) {
            config.metrics().ifPresent(address -> out.printf(Locale.ROOT, "Metrics at port %d.%n", metrics.port()));
            run(config, metrics, out);
        }
        return 0;
    }

    private static NotifyMetrics serve(NotifyConfig config) {
        try {
            return NotifyMetrics.serve(config.metrics().orElseGet(() -> new InetSocketAddress("127.0.0.1", 0)));
        } catch (IOException taken) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "The metrics cannot be served at %s: %s. Give another metrics.port.",
                            config.metrics().map(InetSocketAddress::toString).orElse("127.0.0.1"),
                            taken.getMessage()),
                    taken);
        }
    }

    private static void run(NotifyConfig config, NotifyMetrics metrics, PrintWriter out) throws InterruptedException {
        List<DeliveryLoop> loops = new ArrayList<>();
        try {
            for (Receiver receiver : config.receivers()) {
                DeliveryLoop deliveryLoop = new DeliveryLoop(config, receiver, metrics);
                loops.add(deliveryLoop);
                deliveryLoop.start();
            }
            out.println("Stop with Ctrl-C.");
            out.flush();
            List<DeliveryLoop> starting = new ArrayList<>(loops);
            while (!Interruption.requested()) {
                Thread.sleep(POLL.toMillis());
                for (DeliveryLoop begun :
                        starting.stream().filter(DeliveryLoop::ready).toList()) {
                    out.printf(Locale.ROOT, "Telling %s of %s.%n", begun.name(), config.topic());
                    out.flush();
                    starting.remove(begun);
                }
                for (DeliveryLoop deliveryLoop : loops) {
                    Optional<Exception> failure = deliveryLoop.failure();
                    if (failure.isPresent()) {
                        throw new CliException(
                                "Alerts cannot be delivered any more: " + Reasons.of(failure.get()), failure.get());
                    }
                }
            }
        } finally {
            loops.forEach(DeliveryLoop::close);
        }
    }

    private static void show(NotifyConfig config, PrintWriter out) throws IOException {
        out.print(config.description());
        Notice example = Notice.ofAlert(JSON.readTree(EXAMPLE));
        for (Receiver receiver : config.receivers()) {
            out.printf(Locale.ROOT, "%n%s would receive this for an example:%n", receiver.name());
            receiver.target()
                    .message(example, true, Instant.now())
                    .ifPresentOrElse(
                            message -> out.printf(
                                    Locale.ROOT,
                                    "POST (%s)%n%s%n",
                                    message.contentType(),
                                    Printable.text(Secrets.hide(message.body()))),
                            () -> out.println("nothing"));
        }
        out.flush();
    }

    private static final String EXAMPLE = """
            {"id": "web/host-7-1769864400000", "series": "web/host-7", "phase": "BEGIN",
             "begin": "2026-01-31T13:00:00Z", "peak": "2026-01-31T13:00:00Z", "end": "2026-01-31T13:00:00Z",
             "peak_score": 0.93, "severity": 0.7, "records": 1, "feature": "errors", "direction": "ABOVE",
             "value": 48, "expected": 4.5, "suppressed_by": null, "suppression_reason": null,
             "contributions": [{"feature": "errors", "share": 0.9}], "kind": "LEVEL",
             "text": "errors is 12 times the usual for Saturday 13:00: 48 instead of 4", "ending": null}
            """;
}
