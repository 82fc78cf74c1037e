package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import io.lookback.control.Label;
import io.lookback.wire.ControlSpelling;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Labels that say whether an alert was right. */
@Command(
        name = "labels",
        description =
                "Tells a running job which alerts were wrong: lists, adds and removes the labels that move the thresholds of"
                        + " their series.",
        subcommands = {LabelsCommand.ListLabels.class, LabelsCommand.AddLabel.class, LabelsCommand.RemoveLabel.class},
        synopsisSubcommandLabel = "COMMAND")
public final class LabelsCommand {

    @Command(name = "list", description = "Shows the labels.")
    static final class ListLabels extends EntryCommands.Showing {
        ListLabels() {
            super("labels");
        }
    }

    @Command(name = "remove", description = "Removes labels: the thresholds are as if they had never been there.")
    static final class RemoveLabel extends EntryCommands.Removing {
        RemoveLabel() {
            super("labels");
        }
    }

    @Command(
            name = "add",
            description =
                    "Adds a label and prints its id. For what comes after its end, a false alarm halves the rate of"
                            + " false alarms that the series may have, a real alert doubles it.")
    static final class AddLabel extends EntryCommands.Adding {

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

        @Option(names = "--reason", paramLabel = "TEXT", description = "A comment for whoever reads the list.")
        private String reason = "";

        @Override
        ControlEntry entry() {
            sayWholeName(series);
            try {
                return new Label(
                        id == null ? usualId() : id,
                        series,
                        found.real ? Label.Verdict.REAL : Label.Verdict.FALSE_ALARM,
                        ControlSpelling.millis("from", from),
                        ControlSpelling.millis("until", until == null ? from : until),
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
