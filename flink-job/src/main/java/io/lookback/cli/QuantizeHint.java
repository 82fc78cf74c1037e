package io.lookback.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The launcher starts it in the process of training; this is its entry in the help. */
@Command(name = "quantize", description = "Rewrites a model to 8-bit integers (fetches PyTorch on first use).")
final class QuantizeHint implements Callable<Integer> {

    @Parameters(arity = "0..*", hidden = true)
    private String[] arguments = {};

    @Override
    public Integer call() {
        throw new CliException(String.format(
                Locale.ROOT,
                "Quantization runs in a process of its own (%d arguments given here). Start it with ./lookback quantize, or with io.lookback.training.QuantizeCommand.",
                arguments.length));
    }
}
