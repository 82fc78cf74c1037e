package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.EventRecall;
import io.lookback.detection.DetectionSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tests/benchmarks/run detection}. Prints tables in Markdown. */
@Command(
        name = "detection",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        subcommands = {
            FalseAlarmsCommand.class,
            NoiseCommand.class,
            LongLivesCommand.class,
            OrdinaryCommand.class,
            JobsCommand.class,
            IncidentsCommand.class
        },
        description = "How well the detector detects, with default settings, each series from its first row.")
public final class DetectionCommand {

    private DetectionCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DetectionCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Command(
            name = "figures",
            showDefaultValues = true,
            description = "Labeled series of all kinds, the first detector beside the others.")
    int figures(
            @Option(names = "--data", required = true, description = "Folder with nab, cloud-monitoring, smd and more.")
                    Path data,
            @Option(names = "--kinds", split = ",", defaultValue = LabeledSeries.ALL) List<String> kinds,
            @Option(
                            names = "--detectors",
                            split = ",",
                            defaultValue = "default,none,random-cut-forest,windowed-gaussian,seasonal-naive,static-z")
                    List<String> detectors,
            @Option(
                            names = "--every",
                            defaultValue = "1",
                            description = "Every so manieth series of each kind, where all of them take too long.")
                    int every)
            throws IOException {
        FiguresTable table = new FiguresTable(LabeledSeries.read(data, kinds).stream()
                .map(kind -> kind.sampled(every))
                .toList());
        detectors.forEach(name -> table.add(Candidate.of(name, DetectionSpec.DEFAULT)));
        table.print();
        return 0;
    }

    @Command(
            name = "contextual",
            showDefaultValues = true,
            description =
                    "Generated series with one stretch that is wrong in its place: those found at 5 false alarms in 10,000.")
    int contextual(
            @Option(
                            names = "--detectors",
                            split = ",",
                            defaultValue = "default,none,random-cut-forest,windowed-gaussian,seasonal-naive")
                    List<String> detectors,
            @Option(names = "--series", defaultValue = "20", description = "Of each kind and predictability.")
                    int series) {
        List<Candidate> candidates = detectors.stream()
                .map(name -> Candidate.of(name, DetectionSpec.DEFAULT))
                .toList();
        for (boolean predictable : new boolean[] {true, false}) {
            System.out.println(predictable ? "Predictable series\n" : "\nUnpredictable series\n");
            System.out.println("| | " + String.join(" | ", detectors) + " |");
            System.out.println("|---" + "|---".repeat(detectors.size()) + "|");
            List<Trial> all = new ArrayList<>();
            for (Context kind : Context.values()) {
                List<Trial> trials = IntStream.range(0, series)
                        .mapToObj(number -> kind.trial(predictable, number))
                        .toList();
                all.addAll(trials);
                found(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), trials, candidates);
            }
            found("all", all, candidates);
        }
        return 0;
    }

    private static void found(String kind, List<Trial> trials, List<Candidate> candidates) {
        System.out.print("| " + kind + " |");
        Corpus corpus = new Corpus(kind, trials, Context.TERMS);
        for (Candidate candidate : candidates) {
            EventRecall.Result recall = corpus.evaluate(candidate).recall();
            System.out.printf(Locale.ROOT, " %d of %d |", recall.found(), recall.events());
            System.out.flush();
        }
        System.out.println();
    }
}
