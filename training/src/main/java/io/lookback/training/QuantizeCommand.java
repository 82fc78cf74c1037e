package io.lookback.training;

import ai.onnxruntime.OrtException;
import io.lookback.event.InputFiles;
import io.lookback.training.graph.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code lookback quantize}: a model in 8-bit integers, and what it costs. */
@Command(
        name = "lookback quantize",
        mixinStandardHelpOptions = true,
        description =
                "Rewrites the matrix products of a model of contract vector/1, such as lstm or gru, to 8-bit integers, and measures the loss on generated series.")
public final class QuantizeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "The .onnx file to quantize.")
    private Path model = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .onnx file to write.")
    private Path out = Path.of("");

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(execute(args));
    }

    /** @return the exit status: 0, 1 for a model that cannot be quantized, 2 for a command that was not understood */
    public static int execute(String... args) {
        return new CommandLine(new QuantizeCommand())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(command.getColorScheme().errorText(String.valueOf(e.getMessage())));
                    return command.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, OrtException {
        InputFiles read = new InputFiles();
        read.add(model);
        read.requireApart("--out", out);
        System.out.println(quantize(model, out));
        return 0;
    }

    /** Writes the quantized model and returns a line for a person. */
    static String quantize(Path from, Path to) throws IOException, OrtException {
        byte[] original = ModelFile.read(from);
        Quantization quantization = Quantization.of(from.toString(), original);
        Files.write(to, quantization.bytes());
        return String.format(
                Locale.ROOT,
                "%s: %d bytes, before %d; loss on generated series %.4f, before %.4f",
                to,
                quantization.bytes().length,
                original.length,
                quantization.lossAfter(),
                quantization.lossBefore());
    }
}
