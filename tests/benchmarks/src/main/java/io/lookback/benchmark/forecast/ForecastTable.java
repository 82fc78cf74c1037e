package io.lookback.benchmark.forecast;

import io.lookback.benchmark.forecast.Trials.Result;
import io.lookback.cli.skill.Tally.Figures;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of one corpus in Markdown, with bootstrap intervals over its tracks. */
final class ForecastTable {

    private static final int RESAMPLES = 2000;

    private final PrintStream out;
    private final String against;

    /** @param against method that the errors of the others are compared with */
    ForecastTable(PrintStream out, String against) {
        this.out = out;
        this.against = against;
    }

    void print(Corpus corpus, List<Result> results) {
        out.printf(
                Locale.ROOT,
                "%n%s, %d series%n%n",
                corpus.name(),
                corpus.tracks().size());
        out.printf(
                Locale.ROOT,
                "| | error / last value | against %s | log-likelihood | CRPS / last value | held of 99 %% (own band) | interval score (own band) | us |%n",
                against);
        out.println("|---|---|---|---|---|---|---|---|");
        Result reference = results.stream()
                .filter(result -> result.method().equals(against))
                .findFirst()
                .orElse(results.get(0));
        Result last = results.stream()
                .filter(result -> result.method().equals(Baseline.Kind.LAST.title()))
                .findFirst()
                .orElse(reference);
        results.forEach(result -> print(result, reference, last));
    }

    private void print(Result result, Result reference, Result last) {
        List<Figures> figures = result.figures();
        String own = result.unadapted().isEmpty()
                ? ""
                : String.format(Locale.ROOT, " (%.4f)", mean(result.unadapted(), Figures::held));
        String ownInterval = result.unadapted().isEmpty()
                ? ""
                : String.format(Locale.ROOT, " (%.3f)", relative(result.unadapted(), last.figures()));
        out.printf(
                Locale.ROOT,
                "| %s | %.3f | %s | %.3f | %.3f | %.4f%s | %.3f%s | %.1f |%n",
                result.method(),
                geometric(figures, Figures::error),
                difference(figures, reference.figures()),
                mean(figures, Figures::likelihood),
                geometric(figures, Figures::crps),
                mean(figures, Figures::held),
                own,
                relative(figures, last.figures()),
                ownInterval,
                result.microseconds());
        out.flush();
    }

    private static double relative(List<Figures> figures, List<Figures> last) {
        return Math.exp(IntStream.range(0, figures.size())
                .mapToDouble(i -> Math.log(figures.get(i).interval())
                        - Math.log(last.get(i).interval()))
                .average()
                .orElse(0));
    }

    /** Mean log ratio of the errors with its 95 % interval: below zero is better. */
    private static String difference(List<Figures> figures, List<Figures> reference) {
        double[] ratios = IntStream.range(0, figures.size())
                .mapToDouble(i -> Math.log(figures.get(i).error())
                        - Math.log(reference.get(i).error()))
                .toArray();
        Random random = new Random(0);
        double[] means = IntStream.range(0, RESAMPLES)
                .mapToDouble(resample -> random.ints(ratios.length, 0, ratios.length)
                        .mapToDouble(i -> ratios[i])
                        .average()
                        .orElse(0))
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "%+.3f [%+.3f, %+.3f]",
                IntStream.range(0, ratios.length)
                        .mapToDouble(i -> ratios[i])
                        .average()
                        .orElse(0),
                means[RESAMPLES / 40],
                means[RESAMPLES - RESAMPLES / 40 - 1]);
    }

    private static double mean(List<Figures> figures, ToDoubleFunction<Figures> of) {
        return figures.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private static double geometric(List<Figures> figures, ToDoubleFunction<Figures> of) {
        return Math.exp(mean(figures, one -> Math.log(Math.max(of.applyAsDouble(one), 1e-9))));
    }
}
