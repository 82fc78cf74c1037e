package io.lookback.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How well one detector's scores meet the labels.
 *
 * @param nab at the threshold that is best for it
 * @param nabAsSet of the rows that it calls anomalous as it is set; NaN if it is not set
 * @param vusPr of each series; NaN for one without events
 */
public record Evaluation(
        String detector, NabScore.Result nab, double nabAsSet, List<Double> vusPr, EventRecall.Result recall) {

    public Evaluation {
        vusPr = List.copyOf(vusPr);
    }

    /** @param graded what the detector said of each of the series */
    public static Evaluation of(String detector, List<Labeled> series, List<DetectorOutput> graded, Terms terms) {
        List<Judged> alarms = judged(series, graded, DetectorOutput::scores);
        List<Double> volumes = judged(series, graded, DetectorOutput::severities).stream()
                .map(each -> VusPr.of(each, terms.buffer()))
                .toList();
        boolean set = graded.stream().allMatch(each -> each.anomalies().length > 0);
        double asSet = set
                ? NabScore.at(1, judged(series, graded, DetectorOutput::anomalies))
                        .score()
                : Double.NaN;
        return new Evaluation(
                detector,
                NabScore.of(alarms),
                asSet,
                volumes,
                EventRecall.of(alarms, terms.falseAlarmsPerDay(), terms.slot()));
    }

    private static List<Judged> judged(
            List<Labeled> series, List<DetectorOutput> graded, Function<DetectorOutput, double[]> output) {
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Labeled one = series.get(i);
            judged.add(new Judged(
                    output.apply(graded.get(i)), one.events(), one.readings().rowsPerDay()));
        }
        return judged;
    }

    /** Mean over the series that have events; NaN if none has. */
    public double meanVusPr() {
        return vusPr.stream()
                .mapToDouble(Double::doubleValue)
                .filter(volume -> !Double.isNaN(volume))
                .average()
                .orElse(Double.NaN);
    }
}
