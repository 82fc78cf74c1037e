package io.lookback.cli.evaluate;

import java.util.List;

/**
 * How well one detector's scores meet the labels.
 *
 * @param vusPr of each series; NaN for one without events
 */
public record Evaluation(String detector, NabScore.Result nab, List<Double> vusPr, EventRecall.Result recall) {

    public Evaluation {
        vusPr = List.copyOf(vusPr);
    }

    /**
     * @param alarms how much each row deserves to wake someone, comparable between series: judged by events
     * @param grades how abnormal each row is within its series: judged by rows; may be the same
     * @param buffer of VUS-PR, rows
     * @param falseAlarmsPerDay that are allowed for each series, all under one threshold
     */
    public static Evaluation of(
            String detector, List<Judged> alarms, List<Judged> grades, int buffer, double falseAlarmsPerDay) {
        List<Double> volumes =
                grades.stream().map(each -> VusPr.of(each, buffer)).toList();
        return new Evaluation(detector, NabScore.of(alarms), volumes, EventRecall.of(alarms, falseAlarmsPerDay));
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
