package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.control.WeeklyWindow;
import io.lookback.event.Direction;
import io.lookback.wire.ControlSpelling;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rules that suppress alerts which are known. */
@Command(
        name = "rules",
        description = "Suppresses alerts that are known: lists, adds and removes the rules that a running job follows.",
        subcommands = {RulesCommand.ListRules.class, RulesCommand.AddRule.class, RulesCommand.RemoveRule.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RulesCommand {

    @Command(name = "list", description = "Shows the rules.")
    static final class ListRules extends EntryCommands.Showing {
        ListRules() {
            super("rules");
        }
    }

    @Command(name = "remove", description = "Removes rules: alerts that begin later are delivered again.")
    static final class RemoveRule extends EntryCommands.Removing {
        RemoveRule() {
            super("rules");
        }
    }

    @Command(
            name = "add",
            description =
                    "Adds a rule, or replaces the one with its id, and prints the id. It suppresses the alerts that all of"
                            + " its options describe, from their beginning on; scores stay as they are.")
    static final class AddRule extends EntryCommands.Adding {

        @Option(names = "--id", paramLabel = "ID", description = "Name of the rule (default: generated).")
        private String id = "rule-" + UUID.randomUUID().toString().substring(0, 8);

        @Option(
                names = "--series",
                required = true,
                paramLabel = "PATTERN",
                description = "Names of series; * stands for any characters, ? for one.")
        private String series;

        @Option(names = "--feature", paramLabel = "NAME", description = "Only where this one contributed most.")
        private @Nullable String feature;

        @Option(names = "--direction", paramLabel = "SIDE", description = "Only ${COMPLETION-CANDIDATES}.")
        private @Nullable Direction direction;

        @Option(
                names = "--min-absolute",
                paramLabel = "X",
                description =
                        "Only while the peak differs from the expected value by less than this, in the feature's unit.")
        private double minAbsolute;

        @Option(
                names = "--min-relative",
                paramLabel = "X",
                description = "Or by less than this share of the expected value: 0.1 for 10 %%.")
        private double minRelative;

        @Option(names = "--from", paramLabel = "INSTANT", description = "Event time, such as 2026-01-31T00:00:00Z.")
        private @Nullable Instant from;

        @Option(names = "--until", paramLabel = "INSTANT", description = "Event time.")
        private @Nullable Instant until;

        @Option(
                names = "--weekly",
                paramLabel = "WINDOW",
                description = "Days and hours, such as 'sat,sun 22:00-06:00' or '02:00-24:00'; may be repeated.")
        private List<String> weekly = List.of();

        @Option(names = "--zone", paramLabel = "ZONE", description = "Of --weekly (default: UTC).")
        private @Nullable ZoneId zone;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in every alert that it suppresses.")
        private String reason = "";

        @Override
        ControlEntry entry() {
            if (zone != null && weekly.isEmpty()) {
                throw new CliException(
                        "--zone is that of --weekly, and there is none: give --weekly as well, or leave --zone out.");
            }
            try {
                ZoneId where = zone == null ? ZoneId.of("UTC") : zone;
                List<WeeklyWindow> windows =
                        weekly.stream().map(text -> Windows.parse(text, where)).toList();
                return new Rule(
                        id,
                        new Scope(new SeriesPattern(series), feature, direction),
                        new Tolerance(minAbsolute, minRelative),
                        new Times(
                                from == null ? Long.MIN_VALUE : ControlSpelling.millis("from", from),
                                until == null ? Long.MAX_VALUE : ControlSpelling.millis("until", until),
                                windows),
                        reason);
            } catch (IllegalArgumentException wrong) {
                throw new CliException("The rule is not one: " + wrong.getMessage(), wrong);
            }
        }
    }
}
