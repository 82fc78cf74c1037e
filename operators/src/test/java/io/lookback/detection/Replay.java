package io.lookback.detection;

import io.lookback.cell.Prediction;
import io.lookback.detection.evidence.Moment;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.forecast.Forecast;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.Channel;
import io.lookback.normalize.Units;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Feeds one series to a detector as a job does whose cells expect nothing. */
final class Replay {

    private final Features names;
    private final Calendar calendar = Calendar.utc();
    private final List<Channel> channels = new ArrayList<>();
    private final Moment moment = new Moment();
    private Detector detector;
    private long row;

    Replay(DetectionSpec spec, int features) {
        this.names =
                new Features(IntStream.range(0, features).mapToObj(f -> "f" + f).toList());
        this.detector = spec.freshDetector(features);
        for (int f = 0; f < features; f++) {
            channels.add(new Channel());
        }
    }

    Detector detector() {
        return detector;
    }

    void replaceDetector(Detector other) {
        detector = other;
    }

    /** @param values {@link Double#NaN} for a missing one */
    Verdict next(long time, double... values) {
        return next(time, Collections.nCopies(values.length, Forecast.NONE), values);
    }

    /** As a job whose cells expect this much. */
    Verdict nextExpecting(long time, double expected, double value) {
        Units units = new Units(0, 1);
        return next(time, List.of(Forecast.of(new Prediction(units.normalize(expected), 0.1), units)), value);
    }

    private Verdict next(long time, List<Forecast> forecasts, double... values) {
        Observation observation =
                new Observation("s", time, names, Values.of(values), new Origin("test", 0, row++), Payload.NONE);
        Verdict verdict = detector.judge(observation, channels, forecasts, calendar, moment);
        for (int f = 0; f < values.length; f++) {
            if (!Double.isNaN(values[f])) {
                channels.get(f).observe(values[f], time, calendar);
            }
        }
        return verdict;
    }
}
