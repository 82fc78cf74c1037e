package io.lookback.training;

import ai.onnxruntime.OrtException;
import io.lookback.cell.CellRegistry;
import io.lookback.event.InputFiles;
import io.lookback.training.net.Align;
import io.lookback.training.net.NetworkOptions;
import io.lookback.training.series.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lookback train}: trains a cell on generated series and, if given, on the user's own. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a cell and writes it as a model that a job can run.",
            "Without --data it learns from generated series alone, as the shipped models did."
        })
public final class TrainCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "CSV file or folder of them: first column the time, every other numeric column a series.")
    private @Nullable Path data;

    @Option(
            names = "--cell",
            paramLabel = "NAME",
            defaultValue = "lookback",
            completionCandidates = Kinds.class,
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private String cell = "";

    @Option(
            names = "--align",
            paramLabel = "NAME",
            defaultValue = "general",
            description = "How self-attention-rnn compares: general, dot or additive. Default: ${DEFAULT-VALUE}.")
    private String align = "";

    @Option(names = "--units", paramLabel = "N", description = "Size of the hidden state. Default: the cell's own.")
    private @Nullable Integer units;

    @Mixin
    private AttentionOptions attention = new AttentionOptions();

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .onnx file to write.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "17",
            description = "Seed of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--iterations", paramLabel = "N", description = "Batches to train on. Default: the cell's own.")
    private @Nullable Integer iterations;

    @Option(
            names = "--rate",
            paramLabel = "NUMBER",
            description = "Highest learning rate, from which it falls to zero. Default: the cell's own.")
    private @Nullable Float rate;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "A lookback model to start from, instead of random weights.")
    private @Nullable Path from;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads to compute with. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--quantize",
            paramLabel = "int8",
            description = "Write the model in 8-bit integers, as lookback quantize does: int8.")
    private @Nullable Precision quantize;

    @Option(names = "--quiet", description = "No progress on the error stream.")
    private boolean quiet;

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(execute(args));
    }

    /** @return the exit status: 0, 1 for a training that failed, 2 for a command that was not understood */
    public static int execute(String... args) {
        return new CommandLine(new TrainCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText(String.valueOf(e.getMessage())));
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, OrtException {
        TrainSpec spec = spec();
        TrainReport report;
        try (Progress progress = progress(spec)) {
            report = new Trainer(threads, progress).train(spec);
        }
        System.out.println(report.summary());
        if (quantize != null) {
            System.out.println(QuantizeCommand.quantize(spec.out(), spec.out()));
        }
        return 0;
    }

    private TrainSpec spec() throws IOException {
        if (out == null) {
            throw new IllegalStateException("picocli requires --out");
        }
        requireOutputApart(out);
        CellKind kind = CellKind.named(cell);
        if (quantize != null) {
            CellRegistry.find(kind.cell()).ifPresent(known -> Quantization.requireVector(known.contract()));
        }
        List<Series> series = data == null ? List.of() : CsvSeries.read(data);
        NetworkOptions options = NetworkOptions.DEFAULT.withAlign(Align.named(align));
        TrainSpec spec = TrainSpec.shipped(kind, out)
                .withSeed(seed)
                .withOptions(attention.of(units == null ? options : options.withUnits(units)))
                .withSeries(series);
        spec = iterations == null ? spec : spec.withIterations(iterations);
        spec = rate == null ? spec : spec.withRate(rate);
        return from == null ? spec : spec.withFrom(from);
    }

    private void requireOutputApart(Path target) throws IOException {
        InputFiles read = new InputFiles();
        if (data != null) {
            CsvSeries.files(data).forEach(read::add);
        }
        read.add(from);
        read.requireApart("--out", target);
    }

    /** What the numbers of a quantized model are, as the command line names it. */
    enum Precision {
        @SuppressWarnings("UnusedVariable") // chosen by its name
        int8
    }

    /** The names of the kinds, for the help. */
    static final class Kinds implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(CellKind.values()).map(CellKind::cell).iterator();
        }
    }

    private Progress progress(TrainSpec spec) {
        return quiet
                ? Progress.silent()
                : new TerminalProgress(cell, spec.recipe().iterations(), System.err);
    }
}
