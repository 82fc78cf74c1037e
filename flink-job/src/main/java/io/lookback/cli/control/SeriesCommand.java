package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import io.lookback.control.Reset;
import io.lookback.control.SeriesPattern;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What people do with the series of a running job. */
@Command(
        name = "series",
        description = "Makes series of a running job start over: resets them, lists and removes the resets.",
        subcommands = {SeriesCommand.ResetSeries.class, SeriesCommand.ListResets.class, SeriesCommand.RemoveReset.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class SeriesCommand {

    @Command(name = "list", description = "Shows the resets that the control topic holds.")
    static final class ListResets extends EntryCommands.Showing {
        ListResets() {
            super(Reset.class);
        }
    }

    @Command(
            name = "remove",
            description =
                    "Removes resets from the control topic. Series that have begun anew are not as they were before.")
    static final class RemoveReset extends EntryCommands.Removing {}

    @Command(
            name = "reset",
            description = {
                "Makes series start over with their next record, once, and prints the id of the reset.",
                "",
                "All that a series has learned is forgotten: its features, what is usual, its cells' memories. It warms up again. An open alert ends.",
            })
    static final class ResetSeries extends EntryCommands.Adding {

        @Parameters(
                paramLabel = "NAME|PATTERN",
                description = "Names of series; * stands for any characters, ? for one.")
        private String series;

        @Option(names = "--reason", paramLabel = "TEXT", description = "A comment for whoever reads the list.")
        private String reason = "";

        /** The same series asked for again is one entry, so the topic does not grow. */
        @Override
        ControlEntry entry() {
            try {
                return new Reset(usualId(), new SeriesPattern(series), System.currentTimeMillis(), reason);
            } catch (IllegalArgumentException wrong) {
                throw new CliException("Nothing was reset: " + wrong.getMessage(), wrong);
            }
        }

        private String usualId() {
            String usual = "reset@" + series;
            return usual.length() <= ControlEntry.MAX_ID
                    ? usual
                    : UUID.nameUUIDFromBytes(usual.getBytes(StandardCharsets.UTF_8))
                            .toString();
        }
    }
}
