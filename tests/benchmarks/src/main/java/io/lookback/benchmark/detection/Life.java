package io.lookback.benchmark.detection;

import io.lookback.cell.CellSpec;
import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Readings;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.SeriesLife;
import io.lookback.order.OrderSpec;
import io.lookback.series.StepOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One series lives through its rows as in a job. Rows without any value have no score. */
final class Life implements StepOutput {

    private static final String USUAL_NAME = "series";
    private static final OrderSpec AS_THEY_COME =
            new OrderSpec(Duration.ZERO, OrderSpec.Policy.SCORE, OrderSpec.Policy.SCORE, 1);

    private final DetectorOutput graded;
    private final List<Change> alerts = new ArrayList<>();

    /**
     * A change of an alert.
     *
     * @param time event-time ms of the record that made it known
     */
    record Change(long time, Alert alert) {}

    private Life(int rows) {
        graded = new DetectorOutput(new double[rows], new double[rows], new double[rows]);
    }

    static DetectorOutput grade(Readings readings, List<CellSpec> cells, DetectionSpec detection) {
        return live(USUAL_NAME, readings, cells, detection).graded;
    }

    /** The changes of the series' alerts, in order. */
    static List<Alert> alerts(Readings readings, List<CellSpec> cells, DetectionSpec detection) {
        return changes(USUAL_NAME, readings, cells, detection).stream()
                .map(Change::alert)
                .toList();
    }

    /** The same of a series of that name, with when each became known. */
    static List<Change> changes(String series, Readings readings, List<CellSpec> cells, DetectionSpec detection) {
        return live(series, readings, cells, detection).alerts;
    }

    private static Life live(String series, Readings readings, List<CellSpec> cells, DetectionSpec detection) {
        FlowSpec flow = FlowSpec.builder()
                .order(AS_THEY_COME)
                .cells(cells)
                .detection(detection)
                .build();
        Features names = new Features(IntStream.range(0, readings.features().size())
                .mapToObj(String::valueOf)
                .toList());
        Life scores = new Life(readings.rows());
        try (SeriesLife life = new SeriesLife(flow, scores)) {
            for (int row = 0; row < readings.rows(); row++) {
                double[] values = readings.row(row);
                if (IntStream.range(0, values.length).anyMatch(feature -> !Double.isNaN(values[feature]))) {
                    life.live(new Observation(
                            series,
                            readings.times()[row],
                            names,
                            Values.of(values),
                            new Origin(series, 0, row),
                            Payload.NONE));
                }
            }
        }
        return scores;
    }

    @Override
    public void score(Score score) {
        int row = (int) score.observation().origin().offset();
        graded.scores()[row] = score.score();
        graded.severities()[row] = score.severity();
        graded.anomalies()[row] = score.anomaly() ? 1 : 0;
    }

    @Override
    public void alert(Alert alert, long time) {
        alerts.add(new Change(time, alert));
    }

    @Override
    public void reject(Rejection rejection) {
        throw new IllegalArgumentException("A row cannot be scored: " + rejection.message());
    }

    @Override
    public void drop(Rejection.Reason reason) {}
}
