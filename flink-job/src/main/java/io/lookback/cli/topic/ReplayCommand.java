package io.lookback.cli.topic;

import io.lookback.event.Rejection;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends dead letters to the topic that they came from. */
@Command(
        name = "replay",
        description = {
            "Sends the dead letters that are there now to the topic that each came from: as they came, without the headers"
                    + " of their cause. Do it when the cause is mended, such as a mapping in the job's settings.",
            "Which of them were sent is remembered under a consumer group: a second run sends only what is new."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final String USUAL_GROUP = "lookback-replay";
    private static final Set<Rejection.Reason> USUAL =
            EnumSet.complementOf(EnumSet.of(Rejection.Reason.CONTROL, Rejection.Reason.MODEL));

    @Spec
    private CommandSpec spec;

    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka broker.")
    private String bootstrap;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Topic of the dead letters (default: lookback-dead-letters).")
    private @Nullable String topic;

    @Option(names = "--to", paramLabel = "NAME", description = "Send them here (default: where each came from).")
    private @Nullable String target;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description =
                    "Only those: ${COMPLETION-CANDIDATES}; may be repeated (default: all but CONTROL and MODEL, which"
                            + " would replace what was written under their ids since).")
    private Set<Rejection.Reason> reasons = USUAL;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Consumer group that remembers what was sent (default: " + USUAL_GROUP
                    + ", with the reasons if they are given).")
    private @Nullable String group;

    @Option(names = "--dry-run", description = "Count them; send none and remember nothing.")
    private boolean dryRun;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Property of Kafka's clients, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = Map.of();

    @Override
    public Integer call() {
        String from = topic == null ? OutputKind.DEADLETTERS.usualTopic() : topic;
        Replay.Result result;
        try (Replay replay = Replay.open(bootstrap, properties, from, group())) {
            result = replay.run(reasons, Optional.ofNullable(target), dryRun);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s: %,d dead letters read, %,d %s%n",
                from,
                result.read(),
                result.sent(),
                dryRun ? "would be sent" : "sent");
        if (result.homeless() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d do not say where they came from, or came without their value: they stay.%n",
                    result.homeless());
        }
        out.flush();
        return 0;
    }

    /** Each choice of reasons remembers for itself: what one passed over, another may still send. */
    private String group() {
        if (group != null) {
            return group;
        }
        return reasons.equals(USUAL)
                ? USUAL_GROUP
                : USUAL_GROUP
                        + reasons.stream()
                                .sorted()
                                .map(reason -> "-" + reason.name().toLowerCase(Locale.ROOT))
                                .reduce("", String::concat);
    }
}
