package io.lookback.benchmark.detection;

import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.Span;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tests/benchmarks/run detection ordinary}. */
@Command(
        name = "ordinary",
        showDefaultValues = true,
        description = "Each alert of each file of a folder, beside what the file labels, with default settings.")
final class OrdinaryCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    @Option(names = "--data", required = true, description = "Folder of CSV files, a series each.")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--cells", split = ",", defaultValue = CellRegistry.LOOKBACK, description = "Or none.")
    private List<String> cells = List.of();

    @Override
    public Integer call() throws IOException {
        List<CellSpec> specs = cells.equals(List.of("none"))
                ? List.of()
                : cells.stream().map(CellSpec::shipped).toList();
        LabeledSeries.files(data).parallelStream()
                .map(file -> report(LabeledSeries.csv(file), specs))
                .forEachOrdered(command.commandLine().getOut()::print);
        command.commandLine().getOut().flush();
        return 0;
    }

    private static String report(Labeled series, List<CellSpec> cells) {
        List<Alert> changes = Life.alerts(series.readings(), cells, DetectionSpec.DEFAULT);
        long begun = changes.stream()
                .filter(change -> change.phase() == Alert.Phase.BEGIN)
                .count();
        String labels = series.events().stream().map(OrdinaryCommand::text).collect(Collectors.joining(", "));
        return String.format(
                        Locale.ROOT,
                        "%s: %d alerts; labeled: %s%n",
                        series.name(),
                        begun,
                        labels.isEmpty() ? "nothing" : labels)
                + changes.stream()
                        .map(change -> line(change, series.readings().times()))
                        .collect(Collectors.joining());
    }

    private static String text(Span span) {
        return span.first() + ".." + span.last();
    }

    private static String line(Alert change, long[] times) {
        return String.format(
                Locale.ROOT,
                "    %s rows %d..%d, peak %d, score %.3f, %s, %s%s%n",
                change.phase(),
                row(change.begin(), times),
                row(change.end(), times),
                row(change.peak(), times),
                change.peakScore(),
                change.kind(),
                change.text(),
                change.ending() == null ? "" : ", " + change.ending());
    }

    private static int row(long time, long[] times) {
        int found = Arrays.binarySearch(times, time);
        return found < 0 ? -found - 1 : found;
    }
}
