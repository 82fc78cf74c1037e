package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.CutForest;
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
        subcommands = {FalseAlarmsCommand.class, NoiseCommand.class, LongLivesCommand.class},
        description = "How well the detector detects, with default settings, each series from its first row.")
public final class DetectionCommand {

    private static final int[] SHINGLES = {4, 8, 16};
    private static final int[] TREES = {50, 100};

    private DetectionCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DetectionCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Command(
            name = "figures",
            showDefaultValues = true,
            description = "Labelled series, each detector beside the others.")
    int figures(
            @Option(names = "--data", required = true, description = "Folder with nab, cloud-monitoring and smd.")
                    Path data,
            @Option(names = "--kinds", split = ",", defaultValue = LabelledSeries.WITH_EVENTS) List<String> kinds,
            @Option(
                            names = "--detectors",
                            split = ",",
                            defaultValue =
                                    "lstm,self-attention-rnn,local-attention,all-three,persistence,windowed-gaussian,seasonal-naive,random-cut-forest")
                    List<String> detectors,
            @Option(
                            names = "--sweep",
                            description = "Random cut forests of other settings, too, and the best of each of their"
                                    + " figures: chosen with the labels in view, which no user can do.")
                    boolean sweep)
            throws IOException {
        FiguresTable table = new FiguresTable(LabelledSeries.read(data, kinds));
        detectors.forEach(name -> table.print(Candidate.of(name, DetectionSpec.DEFAULT)));
        if (sweep) {
            table.printWithBest("best of these, each figure by itself, chosen with the labels in view", forests());
        }
        return 0;
    }

    private static List<Candidate> forests() {
        return IntStream.of(SHINGLES)
                .boxed()
                .flatMap(shingle -> IntStream.of(TREES).mapToObj(trees -> new CutForest(shingle, trees)))
                .map(Candidate::forest)
                .toList();
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
                            defaultValue = "persistence,lstm,self-attention-rnn,local-attention,all-three")
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
