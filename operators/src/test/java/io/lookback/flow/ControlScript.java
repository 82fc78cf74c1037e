package io.lookback.flow;

import io.lookback.cell.CellSpec;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** What tests of the guided operator play: one series, a rule for it. */
final class ControlScript {

    static final long START = 1_700_000_000_000L;
    static final long MINUTE = 60_000;
    static final int WARM_UP = 100;
    static final int REFRACTORY = 10;

    private ControlScript() {}

    /** A jump, and a higher one before the alert is over. */
    static IntToDoubleFunction risesTwice() {
        return step -> step == 123 ? 60 : step == 125 ? 1_000 : 0;
    }

    static Rule rule(String series, Tolerance tolerance) {
        return new Rule("r", new Scope(new SeriesPattern(series), null, null), tolerance, Times.ALWAYS, "known");
    }

    static void play(ControlledHarness harness, int from, int to, IntToDoubleFunction spikes) throws Exception {
        for (Observation observation : records(from, to, spikes)) {
            harness.record(observation);
        }
    }

    /** A wave with noise and spikes. */
    static List<Observation> records(int from, int to, IntToDoubleFunction spikes) {
        List<Observation> records = new ArrayList<>();
        for (int step = from; step < to; step++) {
            double noise = new Random(step).nextGaussian();
            double value = 10 * Math.sin(step / 9.0) + noise + spikes.applyAsDouble(step);
            records.add(Scripts.at("s", START + MINUTE * step, value, step));
        }
        return records;
    }

    static FlowSpec spec(double falseAlarms) {
        return FlowSpec.builder()
                .wave(new WaveSpec(7, Duration.ofMillis(5)))
                .cells(List.of(CellSpec.shipped("lstm")))
                .detection(DetectionSpec.builder()
                        .falseAlarms(falseAlarms)
                        .warmUp(WARM_UP)
                        .refractory(REFRACTORY)
                        .build())
                .build();
    }
}
