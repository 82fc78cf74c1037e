package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import io.lookback.control.Label;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Labels that say whether an alert was right. */
@Command(
        name = "labels",
        description =
                "Tells a running job which alerts were wrong: lists, adds and removes the labels that move the thresholds of"
                        + " their series.",
        subcommands = {LabelsCommand.ListLabels.class, LabelsCommand.AddLabel.class, LabelsCommand.RemoveLabel.class},
        synopsisSubcommandLabel = "COMMAND")
public final class LabelsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    @Command(name = "list", description = "Shows the labels.")
    static final class ListLabels implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ControlOptions topic;

        @Override
        public Integer call() {
            return EntryCommands.list(
                    topic.open(), Label.class, spec.commandLine().getOut());
        }
    }

    @Command(name = "remove", description = "Removes labels: the thresholds are as if they had never been there.")
    static final class RemoveLabel implements Callable<Integer> {

        @Mixin
        private ControlOptions topic;

        @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of labels.")
        private List<String> ids;

        @Override
        public Integer call() {
            return EntryCommands.remove(topic.open(), ids);
        }
    }

    @Command(
            name = "add",
            description =
                    "Adds a label and prints its id. For what comes after its end, a false alarm halves the rate of"
                            + " false alarms that the series may have, a real alert doubles it.")
    static final class AddLabel implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ControlOptions topic;

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "Name of the label (default: the series and --from, so one alert counts once).")
        private @Nullable String id;

        @Option(names = "--series", required = true, paramLabel = "NAME", description = "Its whole name.")
        private String series;

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Found found = new Found();

        @Option(
                names = "--from",
                required = true,
                paramLabel = "INSTANT",
                description = "Event time at which the alert began, such as 2026-01-31T00:00:00Z.")
        private Instant from;

        @Option(
                names = "--until",
                paramLabel = "INSTANT",
                description = "Event time at which it ended (default: --from).")
        private @Nullable Instant until;

        @Option(names = "--reason", paramLabel = "TEXT", description = "For those who read the list.")
        private String reason = "";

        @Override
        public Integer call() {
            return EntryCommands.add(
                    topic.open(),
                    label(),
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr());
        }

        private Label label() {
            try {
                return new Label(
                        id == null ? usualId() : id,
                        series,
                        found.real ? Label.Verdict.REAL : Label.Verdict.FALSE_ALARM,
                        from.toEpochMilli(),
                        (until == null ? from : until).toEpochMilli(),
                        reason);
            } catch (IllegalArgumentException wrong) {
                throw new CliException("The label is not one: " + wrong.getMessage(), wrong);
            }
        }

        private String usualId() {
            String usual = series + '@' + from;
            return usual.length() <= ControlEntry.MAX_ID
                    ? usual
                    : UUID.nameUUIDFromBytes(usual.getBytes(StandardCharsets.UTF_8))
                            .toString();
        }
    }

    /** What the alert was. */
    private static final class Found {

        @Option(names = "--false-alarm", required = true, description = "Nobody should have been woken.")
        private boolean falseAlarm;

        @Option(names = "--real", required = true, description = "This is what alerts are for.")
        private boolean real;
    }
}
