package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
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
        description =
                "Makes series of a running job start over, or forecast their next steps; lists and removes what was asked for.",
        subcommands = {
            SeriesCommand.ResetSeries.class,
            SeriesCommand.ForecastSeries.class,
            SeriesCommand.ListRequests.class,
            SeriesCommand.RemoveRequest.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class SeriesCommand {

    @Command(
            name = "list",
            description = "Shows the resets and the requests for forecasts that the control topic holds.")
    static final class ListRequests extends EntryCommands.Showing {
        ListRequests() {
            super("series");
        }
    }

    @Command(
            name = "remove",
            description =
                    "Removes resets and requests for forecasts from the control topic. Series that have begun anew are not as they were before.")
    static final class RemoveRequest extends EntryCommands.Removing {
        RemoveRequest() {
            super("series");
        }
    }

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
                return new Reset(
                        usualId("reset", series), new SeriesPattern(series), System.currentTimeMillis(), reason);
            } catch (IllegalArgumentException wrong) {
                throw new CliException("Nothing was reset: " + wrong.getMessage(), wrong);
            }
        }
    }

    @Command(
            name = "forecast",
            description = {
                "Asks a series for a forecast of its next steps, once, and prints the id of the request.",
                "",
                "The job writes it to output.forecasts at once. A series that has fewer than 64 records writes it with its 64th.",
            })
    static final class ForecastSeries extends EntryCommands.Adding {

        @Parameters(paramLabel = "NAME", description = "The whole name of the series.")
        private String series;

        @Option(names = "--reason", paramLabel = "TEXT", description = "For those who read the list.")
        private String reason = "";

        /** The same series asked for again is one entry, so the topic does not grow. */
        @Override
        ControlEntry entry() {
            sayWholeName(series);
            try {
                return new ForecastRequest(usualId("forecast", series), series, System.currentTimeMillis(), reason);
            } catch (IllegalArgumentException wrong) {
                throw new CliException("Nothing was asked for: " + wrong.getMessage(), wrong);
            }
        }
    }

    private static String usualId(String kind, String series) {
        String usual = kind + '@' + series;
        return usual.length() <= ControlEntry.MAX_ID
                ? usual
                : UUID.nameUUIDFromBytes(usual.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
