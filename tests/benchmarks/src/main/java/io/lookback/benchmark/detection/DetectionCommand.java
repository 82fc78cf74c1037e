package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.Evaluation;
import io.lookback.cli.evaluate.Graded;
import io.lookback.detect.DetectionSpec;
import io.lookback.detect.Part;
import io.lookback.detect.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tests/benchmarks/run detection}. Prints tables in Markdown. */
@Command(
        name = "detection",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        subcommands = LongLivesCommand.class,
        description = "How well the detector detects, with default settings, each series from its first row.")
public final class DetectionCommand {

    private DetectionCommand() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DetectionCommand()).execute(arguments));
    }

    @Command(name = "figures", description = "Labelled series, each detector beside the others.")
    int figures(
            @Option(names = "--data", required = true, description = "Folder with nab, cloud-monitoring and smd.")
                    Path data,
            @Option(names = "--kinds", split = ",", defaultValue = "nab,cloud-monitoring,smd") List<String> kinds,
            @Option(
                            names = "--detectors",
                            split = ",",
                            defaultValue =
                                    "lstm,self-attention-rnn,local-attention,all-three,persistence,windowed-gaussian,seasonal-naive,random-cut-forest")
                    List<String> detectors,
            @Option(names = "--profile", defaultValue = "STANDARD") Profile profile)
            throws IOException {
        DetectionSpec spec = new DetectionSpec(10, 0, profile, 0, DetectionSpec.DEFAULT.side(), 0, 0, Set.of());
        List<Candidate> candidates =
                detectors.stream().map(name -> Candidate.of(name, spec)).toList();
        compare(LabelledSeries.read(data, kinds), candidates);
        return 0;
    }

    @Command(name = "ablation", description = "Labelled series, without one part of the detector at a time.")
    int ablation(
            @Option(names = "--data", required = true) Path data,
            @Option(names = "--kinds", split = ",", defaultValue = "nab,cloud-monitoring,smd") List<String> kinds,
            @Option(names = "--detector", defaultValue = "lstm") String detector)
            throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(Candidate.of(detector, DetectionSpec.DEFAULT));
        for (Part part : Part.values()) {
            Candidate lacking = Candidate.of(detector, DetectionSpec.DEFAULT.without(Set.of(part)));
            candidates.add(new Candidate("without " + part.name().toLowerCase(Locale.ROOT), lacking.detector()));
        }
        compare(LabelledSeries.read(data, kinds), candidates);
        return 0;
    }

    @Command(name = "false-alarms", description = "Stationary noise: alarms of a detector at its nominal rate.")
    int falseAlarms(
            @Option(names = "--detector", defaultValue = "persistence") String detector,
            @Option(names = "--series", defaultValue = "20", description = "Of each kind.") int series,
            @Option(names = "--rows", defaultValue = "100000", description = "Of each series.") int rows) {
        DetectionSpec often = DetectionSpec.DEFAULT;
        DetectionSpec seldom = new DetectionSpec(1, 0, often.profile(), 0, often.side(), 0, 0, Set.of());
        System.out.println("| noise | at 10 in 10,000 | first 2,000 after the first day | at 1 in 10,000 |");
        System.out.println("|---|---|---|---|");
        for (Noise noise : EnumSet.allOf(Noise.class)) {
            double[] rates =
                    rates(noise, List.of(Candidate.of(detector, often), Candidate.of(detector, seldom)), series, rows);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f |%n",
                    noise.name().toLowerCase(Locale.ROOT),
                    rates[0],
                    rates[1],
                    rates[2]);
        }
        return 0;
    }

    /** In 10,000 records: of the first candidate, of the first early on, of the second. */
    private static double[] rates(Noise noise, List<Candidate> candidates, int series, int rows) {
        int day = Noise.ROWS_PER_DAY;
        int early = Math.min(rows, day + 2_000);
        double[] sums = IntStream.range(0, series)
                .parallel()
                .mapToObj(seed -> {
                    double[] often = anomalies(candidates.get(0), noise, rows, seed);
                    double[] seldom = anomalies(candidates.get(1), noise, rows, seed);
                    return new double[] {sum(often, day, rows), sum(often, day, early), sum(seldom, day, rows)};
                })
                .reduce(new double[3], DetectionCommand::plus);
        double scale = 10_000.0 / series;
        return new double[] {
            scale * sums[0] / (rows - day), scale * sums[1] / (early - day), scale * sums[2] / (rows - day)
        };
    }

    private static double[] anomalies(Candidate candidate, Noise noise, int rows, int seed) {
        Graded graded = candidate.grade(noise.readings(rows, seed));
        return graded.anomalies();
    }

    private static double sum(double[] numbers, int from, int to) {
        return IntStream.range(from, to).mapToDouble(row -> numbers[row]).sum();
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    @Command(
            name = "contextual",
            description =
                    "Generated series with one stretch that is wrong in its place: share found at 5 false alarms in 10,000.")
    int contextual(
            @Option(
                            names = "--detectors",
                            split = ",",
                            defaultValue = "persistence,lstm,self-attention-rnn,local-attention,all-three")
                    List<String> detectors,
            @Option(names = "--series", defaultValue = "20", description = "Of each kind and predictability.")
                    int series) {
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
                found(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), trials, detectors);
            }
            found("all", all, detectors);
        }
        return 0;
    }

    private static void found(String kind, List<Trial> trials, List<String> detectors) {
        System.out.print("| " + kind + " |");
        Corpus corpus = new Corpus(kind, trials, Context.TERMS);
        for (String detector : detectors) {
            Evaluation evaluation = corpus.evaluate(Candidate.of(detector, DetectionSpec.DEFAULT));
            System.out.printf(Locale.ROOT, " %.2f |", evaluation.recall().recall());
            System.out.flush();
        }
        System.out.println();
    }

    private static void compare(List<Corpus> corpora, List<Candidate> candidates) {
        System.out.println("| | "
                + String.join(
                        " | ",
                        corpora.stream()
                                .flatMap(corpus ->
                                        Stream.of(corpus.name() + ", NAB score", "as set", "VUS-PR", "events found"))
                                .toList())
                + " |");
        System.out.println("|---" + "|---".repeat(4 * corpora.size()) + "|");
        for (Candidate candidate : candidates) {
            System.out.print("| " + candidate.name() + " |");
            for (Corpus corpus : corpora) {
                print(corpus.evaluate(candidate));
            }
            System.out.println();
        }
    }

    private static void print(Evaluation evaluation) {
        System.out.printf(
                Locale.ROOT,
                " %.1f | %.1f | %.3f | %d of %d |",
                evaluation.nab().score(),
                evaluation.nabAsSet(),
                evaluation.meanVusPr(),
                evaluation.recall().found(),
                evaluation.recall().events());
        System.out.flush();
    }
}
