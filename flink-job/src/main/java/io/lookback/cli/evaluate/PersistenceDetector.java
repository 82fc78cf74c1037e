package io.lookback.cli.evaluate;

import io.lookback.detection.DetectionSpec;
import io.lookback.detection.Detector;
import io.lookback.detection.Verdict;
import io.lookback.detection.evidence.Moment;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.forecast.Forecast;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.Channel;
import io.lookback.score.Persistence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The detector with forecasts that need no cell. */
final class PersistenceDetector {

    private static final String SERIES = "series";

    private final Features names;
    private final Detector detector;
    private final Calendar calendar = Calendar.utc();
    private final List<Channel> channels = new ArrayList<>();
    private final Moment moment = new Moment();
    private final List<Persistence> forecasters = new ArrayList<>();

    private PersistenceDetector(int features, DetectionSpec spec) {
        names = new Features(
                IntStream.range(0, features).mapToObj(String::valueOf).toList());
        detector = spec.freshDetector(features);
        for (int feature = 0; feature < features; feature++) {
            channels.add(new Channel());
            forecasters.add(new Persistence());
        }
    }

    static DetectorOutput grade(Readings readings, DetectionSpec spec) {
        PersistenceDetector one = new PersistenceDetector(readings.features().size(), spec);
        DetectorOutput graded = new DetectorOutput(
                new double[readings.rows()], new double[readings.rows()], new double[readings.rows()]);
        for (int row = 0; row < readings.rows(); row++) {
            Values values = Values.of(readings.row(row));
            if (!one.empty(values)) {
                Verdict verdict = one.judge(new Observation(
                        SERIES, readings.times()[row], one.names, values, new Origin(SERIES, 0, row), Payload.NONE));
                graded.scores()[row] = verdict.score();
                graded.severities()[row] = verdict.severity();
                graded.anomalies()[row] = verdict.anomaly() ? 1 : 0;
            }
        }
        return graded;
    }

    private boolean empty(Values values) {
        return IntStream.range(0, names.size()).allMatch(values::missing);
    }

    private Verdict judge(Observation observation) {
        List<Forecast> forecasts = new ArrayList<>();
        for (int feature = 0; feature < names.size(); feature++) {
            forecasts.add(
                    observation.values().missing(feature)
                            ? Forecast.NONE
                            : forecasters
                                    .get(feature)
                                    .ahead(
                                            observation.values().at(feature),
                                            channels.get(feature).normalizer()));
        }
        Verdict verdict = detector.judge(observation, channels, forecasts, calendar, moment);
        for (int feature = 0; feature < names.size(); feature++) {
            if (!observation.values().missing(feature)) {
                channels.get(feature).observe(observation.values().at(feature), observation.time(), calendar);
            }
        }
        return verdict;
    }
}
