package io.lookback.benchmark.forecast;

import io.lookback.benchmark.forecast.ForecastContender.Method;
import io.lookback.cell.Cell;
import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cli.skill.Track;
import io.lookback.forecast.Experts;
import io.lookback.memory.HistoryBound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tests/benchmarks/run forecast}. Prints a table in Markdown for each kind of series. */
@Command(
        name = "forecast",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "One-step forecasts by each cell, by what a job makes of them together, by simple experts and by"
                + " baselines, each series from its first value, figures after its first fifth.")
final class ForecastCommand implements Callable<Integer> {

    @Option(names = "--data", required = true, description = "Folder with nab, cloud-monitoring and more.")
    private Path data = Path.of("");

    @Option(names = "--kinds", split = ",", defaultValue = Corpora.ALL)
    private List<String> kinds = List.of();

    @Option(
            names = "--cells",
            split = ",",
            description = "Kinds, each with a model after a colon if it is not the shipped one. Default: all.")
    private @Nullable List<String> cells;

    @Option(names = "--sample", defaultValue = "12", description = "Most series of a kind, spread over all.")
    private int sample;

    @Option(names = "--rows", defaultValue = "4000", description = "Most values of a series, its first.")
    private int rows;

    @Option(names = "--seed", defaultValue = "1", description = "Of the generated rhythms.")
    private long seed;

    @Option(names = "--max-steps", defaultValue = "512", description = "As history.max-steps.")
    private int maxSteps;

    @Option(names = "--against", defaultValue = "ar8-rls", description = "Method that errors are compared with.")
    private String against = "";

    @Option(names = "--pictures", description = "HTML file for pictures of ten series and the first method.")
    private @Nullable Path pictures;

    @Option(
            names = "--horizon",
            defaultValue = "0",
            description = "Multi-step forecasts of so many steps, as a job makes them, in place of one-step forecasts.")
    private int horizon;

    @Option(
            names = "--records",
            description = "Whole records of kinds of several features, whose forecasts correct each other.")
    private boolean records;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ForecastCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<String> names = cells == null ? CellRegistry.shipped() : cells;
        if (horizon > 0) {
            HorizonTrials trials = new HorizonTrials(horizon);
            List<List<CellSpec>> cellsOf = new ArrayList<>();
            names.stream().filter(name -> !name.equals("none")).forEach(name -> cellsOf.add(List.of(spec(name))));
            cellsOf.add(List.of());
            for (Corpus corpus : Corpora.read(data, kinds, sample, rows, seed)) {
                trials.print(corpus, cellsOf, System.out);
            }
            return 0;
        }
        if (records) {
            return records(names);
        }
        List<Cell> loaded = names.stream().map(this::load).toList();
        List<Method> methods = methods(names, loaded);
        ForecastPictures drawn = new ForecastPictures(10);
        ForecastTable table = new ForecastTable(System.out, against);
        for (Corpus corpus : Corpora.read(data, kinds, sample, rows, seed)) {
            List<Double> costs = new ArrayList<>();
            table.print(corpus, Trials.run(corpus, loaded, methods, costs, drawn));
            System.out.println("\nA step of " + costs(names, costs));
        }
        if (pictures != null) {
            drawn.write(pictures);
        }
        return 0;
    }

    private int records(List<String> names) throws IOException {
        System.out.println(RecordTrials.heading());
        for (String kind : kinds) {
            List<List<Track>> series = Corpora.records(data, kind, rows);
            for (String name : names) {
                new RecordTrials(name.equals("none") ? List.of() : List.of(load(name)))
                        .print(kind + ", " + title(name), series, System.out);
            }
        }
        return 0;
    }

    private Cell load(String name) {
        return Cell.load(spec(name)).withHistory(HistoryBound.sliding(maxSteps));
    }

    private static CellSpec spec(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? CellSpec.shipped(name) : new CellSpec(name.substring(0, colon), name.substring(colon + 1));
    }

    /** Each cell, each as in a job, all together likewise, the experts alone, the baselines. */
    private static List<Method> methods(List<String> names, List<Cell> loaded) {
        List<Method> methods = new ArrayList<>();
        List<Integer> all = IntStream.range(0, names.size()).boxed().toList();
        for (int cell : all) {
            String name = title(names.get(cell));
            methods.add(Method.ofCells(name, List.of(cell), Experts.NONE));
            methods.add(inJob(name, List.of(cell), loaded));
        }
        if (names.size() > 1) {
            methods.add(Method.ofCells("all cells", all, Experts.NONE));
            methods.add(inJob("all cells", all, loaded));
        }
        methods.add(Method.ofCells("experts (cells: none)", List.of(), Experts.ALL));
        for (Baseline.Kind baseline : Baseline.Kind.values()) {
            methods.add(Method.of(baseline));
        }
        return methods;
    }

    private static Method inJob(String name, List<Integer> cells, List<Cell> loaded) {
        boolean lookingBack = cells.stream().map(loaded::get).anyMatch(Cell::looksBack);
        return Method.ofCells(
                name + (lookingBack ? " + regression" : " + experts"), cells, Experts.beside(lookingBack));
    }

    private static String title(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String costs(List<String> names, List<Double> costs) {
        return String.join(
                ", ",
                IntStream.range(0, names.size())
                        .mapToObj(i -> String.format(Locale.ROOT, "%s: %.0f us", title(names.get(i)), costs.get(i)))
                        .toList());
    }
}
