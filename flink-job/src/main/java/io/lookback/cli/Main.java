package io.lookback.cli;

import io.lookback.cli.backtest.BacktestCommand;
import io.lookback.cli.broker.BrokerCommand;
import io.lookback.cli.check.CheckCommand;
import io.lookback.cli.choose.ChooseCommand;
import io.lookback.cli.control.LabelsCommand;
import io.lookback.cli.control.ModelsCommand;
import io.lookback.cli.control.RulesCommand;
import io.lookback.cli.control.SeriesCommand;
import io.lookback.cli.demo.DemoCommand;
import io.lookback.cli.estimate.EstimateCommand;
import io.lookback.cli.notify.NotifyCommand;
import io.lookback.cli.topic.DeadLettersCommand;
import io.lookback.cli.topic.TailCommand;
import io.lookback.cli.topic.TopicsCommand;
import io.lookback.cli.watch.WatchCommand;
import io.lookback.job.ConfigException;
import io.lookback.wire.Printable;
import io.lookback.wire.Secrets;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line's entrance. */
@Command(
        name = "lookback",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        description = "Finds anomalies in the time series of a Kafka topic as they arrive.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            BacktestCommand.class,
            EstimateCommand.class,
            ChooseCommand.class,
            WatchCommand.class,
            TopicsCommand.class,
            NotifyCommand.class,
            TailCommand.class,
            DeadLettersCommand.class,
            RulesCommand.class,
            LabelsCommand.class,
            ModelsCommand.class,
            SeriesCommand.class,
            BrokerCommand.class,
            TrainHint.class,
            QuantizeHint.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed; the reason is on the standard error.",
            "2:The command line is wrong.",
            "3:Out of memory; the standard error says what to do.",
            "130:Stopped with Ctrl-C (143: with SIGTERM).",
        },
        footer = {
            "",
            "First steps: @|bold lookback demo|@ shows Lookback at work on this machine. It needs no Kafka and no Flink."
        })
public final class Main implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean debug;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    Main() {}

    public static void main(String[] arguments) {
        // For the libraries: what Kafka and Flink format is read again by programs, and quoted in our messages.
        Locale.setDefault(Locale.ROOT);
        System.exit(Interruption.guard(() -> commandLine().execute(arguments)));
    }

    /** The whole command line; a test may run it in its own process. */
    public static CommandLine commandLine() {
        Main main = new Main();
        CommandLine commands = new CommandLine(main);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setUsageHelpAutoWidth(true);
        commands.setExecutionExceptionHandler((failed, command, parsed) -> main.explain(failed, command));
        return commands;
    }

    /** Without a command there is nothing to do but to show which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /** Whether the message is all that the user needs. */
    private static boolean user(Exception failed) {
        return failed instanceof CliException || failed instanceof ConfigException;
    }

    private int explain(Exception failed, CommandLine command) {
        PrintWriter err = command.getErr();
        if (Interruption.requested()) {
            LOG.info("Command stopped", failed);
            return CommandLine.ExitCode.SOFTWARE;
        }
        LOG.error("Command failed", failed);
        err.println(
                command.getColorScheme().errorText("lookback: " + Printable.text(Secrets.hide(Reasons.of(failed)))));
        if (debug) {
            failed.printStackTrace(err);
        } else if (!user(failed)) {
            err.println("Show where it came from with --debug.");
        }
        String log = System.getProperty("lookback.log.file");
        if (log != null && !user(failed)) {
            err.println("Log: " + log);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
