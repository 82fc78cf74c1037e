package io.lookback.cli.topic;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The topics of a job. */
@Command(
        name = "topics",
        description = "Makes the topics that a job writes.",
        subcommands = CreateTopicsCommand.class,
        synopsisSubcommandLabel = "COMMAND")
public final class TopicsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name what to do: create.");
    }
}
