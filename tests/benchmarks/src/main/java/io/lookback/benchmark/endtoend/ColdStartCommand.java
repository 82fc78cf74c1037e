package io.lookback.benchmark.endtoend;

import io.lookback.benchmark.Medians;
import io.lookback.cli.broker.Trees;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run cold-start}. */
@Command(
        name = "cold-start",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Time from the start of `lookback run` to its first score, the broker running before.")
public final class ColdStartCommand implements Callable<Integer> {

    private static final String INPUT = "records";
    private static final int RECORDS = 1_000;
    private static final Workload WORKLOAD = new Workload(10, 1);
    private static final Duration CHECKPOINTS = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "3", description = "Counted starts of each; one goes before.")
    private int rounds;

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "lstm,all-three",
            paramLabel = "A,B",
            description = "none, lstm, lookback, self-attention-rnn, local-attention, all-three.")
    private List<String> contenders = List.of();

    @Option(names = "--launcher", defaultValue = "lookback", description = "The command, built.")
    private Path launcher;

    private ColdStartCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ColdStartCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("lookback-cold-start-");
        Setup setup = new Setup(directory, 1, Setup.Backend.HASHMAP, CHECKPOINTS, Setup.SHIPPED, List.of());
        try (Broker broker = new Broker()) {
            broker.createInput(INPUT, 1);
            try (Sender sender = new Sender(broker.bootstrap(), INPUT, WORKLOAD, 0)) {
                for (int index = 0; index < RECORDS; index++) {
                    sender.send(index);
                }
            }
            for (String contender : contenders) {
                report(
                        contender,
                        measure(Contender.of(contender), broker, new ColdStart(launcher.toAbsolutePath(), setup)));
            }
        } finally {
            Trees.delete(directory);
        }
        return 0;
    }

    /** Seconds; the first start is not counted, files come from the disk then. */
    private List<Double> measure(Contender contender, Broker broker, ColdStart start) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Route route = new Route(broker.bootstrap(), INPUT, contender.label() + '-' + round);
            broker.createOutputs(route);
            double taken = start.measure(contender, route).toMillis() / 1e3;
            if (round > 0) {
                seconds.add(taken);
            }
        }
        return seconds;
    }

    private void report(String contender, List<Double> seconds) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-20s first score after %.1f s (%.1f - %.1f)%n",
                contender,
                Medians.of(seconds),
                Collections.min(seconds),
                Collections.max(seconds));
        out.flush();
    }
}
