package io.lookback.benchmark.detection;

import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.EventRecall;
import io.lookback.cli.evaluate.Judged;
import io.lookback.cli.evaluate.Labeled;
import io.lookback.cli.evaluate.NabScore;
import io.lookback.cli.evaluate.Terms;
import io.lookback.cli.evaluate.VusPr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * What a detector is worth on the series of one kind, in the kind's order.
 *
 * @param nab standard score at the best threshold
 */
record KindFigures(List<SeriesFigures> series, double nab) {

    private static final double ONE_A_DAY = 1;
    private static final double TENTH_A_DAY = 0.1;
    /** An anomalous row has 1, another one 0. */
    private static final double AS_SET = 0.5;

    /** Buffers 0, 5, 10, ..., as the data's own description asks; of a short one 0, 1, 2, ... */
    private static final int STEP = 5;

    private static final int SHORT_BUFFER = 20;

    KindFigures {
        series = List.copyOf(series);
    }

    static KindFigures of(Kind kind, Candidate candidate) {
        List<SeriesFigures> series = new ArrayList<>();
        List<Judged> all = new ArrayList<>();
        for (Corpus corpus : kind.corpora()) {
            List<DetectorOutput> graded = corpus.grade(candidate);
            all.addAll(judged(corpus, graded, DetectorOutput::scores));
            series.addAll(series(corpus, graded));
        }
        return new KindFigures(series, NabScore.of(all).score());
    }

    /** Every second series, of those of half A the first; so that what is chosen on one half is confirmed on the other. */
    KindFigures half(boolean a) {
        return new KindFigures(
                IntStream.range(0, series.size())
                        .filter(i -> i % 2 == (a ? 0 : 1))
                        .mapToObj(series::get)
                        .toList(),
                nab);
    }

    private static List<Judged> judged(
            Corpus corpus, List<DetectorOutput> graded, Function<DetectorOutput, double[]> scores) {
        return IntStream.range(0, graded.size())
                .mapToObj(i -> {
                    Labeled judged = corpus.trials().get(i).judged();
                    return new Judged(
                            scores.apply(graded.get(i)),
                            judged.events(),
                            judged.readings().rowsPerDay());
                })
                .toList();
    }

    private static List<SeriesFigures> series(Corpus corpus, List<DetectorOutput> graded) {
        Terms terms = corpus.terms();
        List<Judged> alarms = judged(corpus, graded, DetectorOutput::scores);
        List<Judged> severities = judged(corpus, graded, DetectorOutput::severities);
        List<Judged> anomalies = judged(corpus, graded, KindFigures::asSet);
        double atOne = EventRecall.of(alarms, ONE_A_DAY, terms.slot()).threshold();
        double atTenth = EventRecall.of(alarms, TENTH_A_DAY, terms.slot()).threshold();
        int step = terms.buffer() > SHORT_BUFFER ? STEP : 1;
        return IntStream.range(0, alarms.size())
                .parallel()
                .mapToObj(i -> new SeriesFigures(
                        VusPr.of(severities.get(i), terms.buffer(), step),
                        EventRecall.found(alarms.get(i), Double.NEGATIVE_INFINITY),
                        EventRecall.found(alarms.get(i), atOne),
                        EventRecall.found(alarms.get(i), atTenth),
                        EventRecall.found(anomalies.get(i), AS_SET),
                        FalseAlarms.of(corpus.trials().get(i).judged(), graded.get(i))))
                .toList();
    }

    private static double[] asSet(DetectorOutput graded) {
        return graded.anomalies().length == 0 ? new double[graded.scores().length] : graded.anomalies();
    }

    FalseAlarms falseAlarms() {
        return series.stream().map(SeriesFigures::falseAlarms).reduce(FalseAlarms.NONE, FalseAlarms::plus);
    }

    /** Mean over the series that have events. */
    double vusPr() {
        return series.stream()
                .mapToDouble(SeriesFigures::vusPr)
                .filter(volume -> !Double.isNaN(volume))
                .average()
                .orElse(Double.NaN);
    }

    int events() {
        return sum(SeriesFigures::events);
    }

    int sum(ToIntFunction<SeriesFigures> figure) {
        return series.stream().mapToInt(figure).sum();
    }

    /** By how much this is ahead of another, mean over series. */
    Difference vusPrAhead(KindFigures other) {
        return ahead(other, SeriesFigures::vusPr, each -> Double.isNaN(each.vusPr()) ? 0 : 1);
    }

    /** By which share of the events this is ahead of another. */
    Difference foundAhead(KindFigures other, ToIntFunction<SeriesFigures> found) {
        return ahead(other, each -> found.applyAsInt(each), SeriesFigures::events);
    }

    private Difference ahead(
            KindFigures other, ToDoubleFunction<SeriesFigures> figure, ToDoubleFunction<SeriesFigures> weight) {
        List<SeriesFigures> weighed =
                series.stream().filter(each -> weight.applyAsDouble(each) > 0).toList();
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            if (weight.applyAsDouble(series.get(i)) > 0) {
                differences.add(figure.applyAsDouble(series.get(i)) - figure.applyAsDouble(other.series.get(i)));
            }
        }
        return Difference.of(
                differences, weighed.stream().map(weight::applyAsDouble).toList());
    }
}
