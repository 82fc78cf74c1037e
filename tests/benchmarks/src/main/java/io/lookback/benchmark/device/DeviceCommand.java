package io.lookback.benchmark.device;

import io.lookback.benchmark.FiguresFile;
import io.lookback.cell.CellRegistry;
import io.lookback.cli.DurationConverter;
import io.lookback.onnx.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run device}. */
@Command(
        name = "device",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Steps per second of each cell against the size of its batches, on the processor or a card.")
public final class DeviceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu, cuda or cuda:1")
    private String device;

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "N,M",
            defaultValue = "1,4,16,64,256,1024",
            description = "Series that are stepped at once, of each subtask.")
    private List<Integer> batches;

    @Option(names = "--cells", split = ",", paramLabel = "A,B", description = "Default: all.")
    private List<String> cells = CellRegistry.shipped();

    @Option(names = "--subtasks", defaultValue = "1", description = "Threads, each with batches of its own.")
    private int subtasks;

    @Option(names = "--history", defaultValue = "256", description = "Steps that each series has behind it, and keeps.")
    private int history;

    @Option(names = "--rounds", defaultValue = "3", description = "Of which the median counts.")
    private int rounds;

    @Option(names = "--time", defaultValue = "1s", converter = DurationConverter.class, description = "Of a round.")
    private Duration time;

    @Mixin
    private FiguresFile figures;

    private DeviceCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new DeviceCommand());
    }

    @Override
    public Integer call() throws Exception {
        DeviceTrial trial = new DeviceTrial(device(), subtasks, history, rounds, time);
        List<DeviceTrial.Row> rows = new ArrayList<>();
        for (String cell : cells) {
            for (int batch : batches) {
                rows.add(trial.run(cell, batch));
            }
            spec.commandLine().getErr().printf(Locale.ROOT, "%s: done%n", cell);
        }
        DeviceReport report = new DeviceReport(trial.device().toString(), subtasks, history, rows);
        report.print(spec.commandLine().getOut());
        figures.write(report);
        return 0;
    }

    private Device device() {
        if (subtasks < 1 || rounds < 1 || history < 1 || batches.stream().anyMatch(batch -> batch < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.format(
                            Locale.ROOT,
                            "%d subtasks, %d rounds, history %d, batches %s: give 1 or more of each",
                            subtasks,
                            rounds,
                            history,
                            batches));
        }
        try {
            Device chosen = Device.parse(device);
            chosen.requireProvider();
            return chosen;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--device: " + e.getMessage(), e);
        }
    }
}
