package io.lookback.cli.control;

import io.lookback.cell.Cell;
import io.lookback.cli.CliException;
import io.lookback.custom.CustomModel;
import io.lookback.custom.CustomSpec;
import io.lookback.custom.GraphForm;
import io.lookback.flow.ModelLoader;
import io.lookback.job.ModelCards;
import io.lookback.wire.Printable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says of a file whether a job can run it, as what, and what is missing. Needs no job and no Kafka. */
@Command(
        name = "check",
        description = {
            "Checks a model's file as a job would: a cell, or a model of your own that reads whole records (forecast, reconstruction or score). The card is in the file's metadata or in YAML beside it, model.yaml beside model.onnx.",
            "",
            "Prints what fits, or everything that is missing and how to fix it.",
        })
final class ModelCheck implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The .onnx file.")
    private String file;

    @Override
    public Integer call() {
        CustomSpec custom = ModelCards.beside(file);
        try {
            byte[] graph = CustomModel.read(file);
            boolean cell = custom.card().isEmpty() && CustomModel.names(file, graph, "cell");
            say(cell ? describe(ModelLoader.check(file)) : describe(CustomModel.load(custom)));
            return 0;
        } catch (IllegalArgumentException wrong) {
            throw new CliException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static String describe(Cell cell) {
        return String.format(
                Locale.ROOT,
                "Fits: %s is a cell of kind %s, contract %s. Run it with cells[0].kind: %s and cells[0].model.",
                cell.card().qualifiedName(),
                cell.card().cell(),
                cell.card().contract(),
                cell.card().cell());
    }

    private String describe(CustomModel model) {
        GraphForm form = model.form();
        String seen = form.window() > 0
                ? String.format(Locale.ROOT, "the last %d records", form.window())
                : String.format(Locale.ROOT, "one record at a time, with a memory of %d floats", form.memory());
        return String.format(
                Locale.ROOT,
                "Fits: %s is a %s over %s of %s, %s values%s. It makes the feature %s%s. Run it with models: [%s].",
                model.card().qualifiedName(),
                model.card().task(),
                seen,
                String.join(", ", model.card().features()),
                model.card().normalized() ? "normalized" : "raw",
                form.masked() ? ", and may lack some of them" : "",
                model.card().feature(),
                model.forecasts() ? ", and its forecasts count beside those of the cells" : "",
                file);
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.line(text));
        out.flush();
    }
}
