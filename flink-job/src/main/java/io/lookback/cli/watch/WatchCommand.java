package io.lookback.cli.watch;

import io.lookback.cli.CliException;
import io.lookback.cli.Interruption;
import io.lookback.cli.topic.OutputKind;
import io.lookback.cli.topic.TopicReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the live page. */
@Command(
        name = "watch",
        description = {
            "Serves a page that shows scores and alerts as they arrive: which series are anomalous now, and for a chosen one its values, what was expected, its scores and alerts, and where an attention cell looked.",
            "",
            "Only reads topics, needs no internet access, and listens on this machine only unless --host names another address. It has no login: whoever reaches the address sees the series.",
        })
public final class WatchCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka broker.")
    private String bootstrap;

    @Option(names = "--scores", paramLabel = "TOPIC", description = "Topic of the scores (default: lookback-scores).")
    private @Nullable String scores;

    @Option(names = "--alerts", paramLabel = "TOPIC", description = "Topic of the alerts (default: lookback-alerts).")
    private @Nullable String alerts;

    @Option(
            names = "--incidents",
            paramLabel = "TOPIC",
            description = "Topic of the incidents (default: lookback-incidents, where there is such a topic).")
    private @Nullable String incidents;

    @Option(
            names = "--forecasts",
            paramLabel = "TOPIC",
            description = "Topic of multi-step forecasts (default: lookback-forecasts, where there is such a topic).")
    private @Nullable String forecasts;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8090",
            description = "Where the page is served; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address of this machine to serve at; 0.0.0.0 for all (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--back",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "Records of each partition, already there, that are shown from the start (default: ${DEFAULT-VALUE}).")
    private long back;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Property of Kafka's consumer, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = Map.of();

    @Option(names = "--open", description = "Open the page in a browser, where there is a desktop.")
    private boolean open;

    @Mixin
    private LimitOptions limits;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new CliException(String.format(Locale.ROOT, "--port %d is not a port: give 0 to 65535.", port));
        }
        Follower.Followed topics = new Follower.Followed(
                scores == null ? OutputKind.SCORES.usualTopic() : scores,
                alerts == null ? OutputKind.ALERTS.usualTopic() : alerts,
                Optional.ofNullable(incidents).or(() -> usual(OutputKind.INCIDENTS)),
                Optional.ofNullable(forecasts).or(() -> usual(OutputKind.FORECASTS)));
        WatchState watchState = new WatchState(limits.limits());
        PrintWriter out = spec.commandLine().getOut();
        try (Follower follower = Follower.start(bootstrap, properties, topics, back, watchState);
                WatchServer server = WatchServer.start(host, port, watchState, follower)) {
            out.printf(
                    Locale.ROOT,
                    "Watching %s and %s at %s:%n%n  %s%n%n",
                    topics.scores(),
                    topics.alerts(),
                    bootstrap,
                    server.address());
            out.println("Stop with Ctrl-C.");
            out.flush();
            if (open) {
                Browser.open(server.address());
            }
            while (!Interruption.requested()) {
                Thread.sleep(POLL.toMillis());
            }
        }
        return 0;
    }

    /** What a job writes only if it is told to. */
    private Optional<String> usual(OutputKind kind) {
        return Optional.of(kind.usualTopic()).filter(topic -> TopicReader.exists(bootstrap, properties, topic));
    }
}
