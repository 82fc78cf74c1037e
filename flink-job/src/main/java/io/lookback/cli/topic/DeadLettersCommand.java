package io.lookback.cli.topic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to do with records that could not be scored. */
@Command(
        name = "deadletters",
        description = "Puts records that could not be scored back where they came from.",
        subcommands = ReplayCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class DeadLettersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Name what to do: replay. (lookback tail deadletters shows them.)");
    }
}
