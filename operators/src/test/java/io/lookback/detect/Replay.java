package io.lookback.detect;

import io.lookback.cell.Prediction;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.normalise.Calendar;
import io.lookback.normalise.Channel;
import io.lookback.score.Forecast;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Feeds one series to a detector as a job does, with persistence in the place of a cell. */
final class Replay {

    private final Features names;
    private final Calendar calendar = Calendar.utc();
    private final List<Channel> channels = new ArrayList<>();
    private final double[] last;
    private final double[] wobble;
    private Detector detector;
    private long row;

    Replay(DetectionSpec spec, int features) {
        this.names =
                new Features(IntStream.range(0, features).mapToObj(f -> "f" + f).toList());
        this.last = new double[features];
        this.wobble = new double[features];
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

    Verdict next(long time, double... values) {
        Observation observation =
                new Observation("s", time, names, Values.of(values), new Origin("test", 0, row++), Payload.NONE);
        List<Forecast> forecasts = new ArrayList<>();
        for (int f = 0; f < values.length; f++) {
            forecasts.add(forecast(f));
        }
        Verdict verdict = detector.judge(observation, channels, forecasts, calendar);
        for (int f = 0; f < values.length; f++) {
            if (!Double.isNaN(values[f])) {
                observe(f, values[f], time);
            }
        }
        return verdict;
    }

    private Forecast forecast(int f) {
        Channel channel = channels.get(f);
        return channel.started()
                ? Forecast.of(new Prediction(channel.normaliser().normalise(last[f]), wobble[f] + 1e-3))
                : Forecast.NONE;
    }

    private void observe(int f, double x, long time) {
        double before = channels.get(f).y();
        last[f] = x;
        channels.get(f).observe(x, time, calendar);
        wobble[f] += (Math.abs(channels.get(f).y() - before) - wobble[f]) / 100;
    }
}
