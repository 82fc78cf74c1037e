package io.lookback.benchmark;

import io.lookback.cell.Prediction;
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
import io.lookback.normalize.Units;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What judging one record costs once a series has 10,000 records behind it: {@code tests/benchmarks/run detector}. A
 * record has all its features; the channels learn in the warm records and stay as they are afterwards. Times
 * are medians, which a busy machine disturbs least.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // filled by setup
public class DetectorBenchmark {

    private static final int WARM_RECORDS = 10_000;
    private static final long FIVE_MINUTES = 300_000;
    private static final double DAY = 288;

    @Param({"1", "8", "38"})
    public int features;

    private final Random random = new Random(17);
    private final Calendar calendar = Calendar.utc();
    private final List<Channel> channels = new ArrayList<>();
    private final Moment moment = new Moment();
    private Features names;
    private List<Forecast> forecasts;
    private Detector detector;
    private long record;

    @Setup
    public void setup() {
        names = new Features(IntStream.range(0, features).mapToObj(f -> "f" + f).toList());
        forecasts = Collections.nCopies(features, Forecast.of(new Prediction(0, 1), new Units(0, 1)));
        detector = DetectionSpec.builder().warmUp(100).build().freshDetector(features);
        for (int f = 0; f < features; f++) {
            channels.add(new Channel());
        }
        for (int i = 0; i < WARM_RECORDS; i++) {
            Observation observation = next();
            detector.judge(observation, channels, forecasts, calendar, moment);
            for (int f = 0; f < features; f++) {
                channels.get(f).observe(observation.values().at(f), observation.time(), calendar);
            }
        }
    }

    @Benchmark
    public Verdict judge() {
        return detector.judge(next(), channels, forecasts, calendar, moment);
    }

    public static void main(String[] args) throws Exception {
        Medians.print(new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include(DetectorBenchmark.class.getName())
                        .build())
                .run());
    }

    /** A daily wave with noise. */
    private Observation next() {
        double[] values = new double[features];
        for (int f = 0; f < features; f++) {
            values[f] = 3 * Math.sin(2 * Math.PI * record / DAY + f) + random.nextGaussian();
        }
        return new Observation(
                "series",
                FIVE_MINUTES * record,
                names,
                Values.of(values),
                new Origin("generated", 0, record++),
                Payload.NONE);
    }
}
