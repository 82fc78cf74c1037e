package io.lookback.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The launcher starts training itself, in a process that has the training natives; this is its entry in the help. */
@Command(name = "train", description = "Trains a cell and exports it as an .onnx model (fetches PyTorch on first use).")
final class TrainHint implements Callable<Integer> {

    @Parameters(arity = "0..*", hidden = true)
    private String[] arguments = {};

    @Override
    public Integer call() {
        throw new CliException(String.format(
                Locale.ROOT,
                "Training runs in a process of its own (%d arguments given here). Start it with ./lookback train, or with io.lookback.training.TrainCommand.",
                arguments.length));
    }
}
