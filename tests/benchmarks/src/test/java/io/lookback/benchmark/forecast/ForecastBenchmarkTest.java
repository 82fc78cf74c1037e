package io.lookback.benchmark.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lookback.benchmark.forecast.ForecastContender.Method;
import io.lookback.benchmark.forecast.Trials.Result;
import io.lookback.cli.skill.Track;
import io.lookback.forecast.Experts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ForecastBenchmarkTest {

    private static final int ROWS = 3_000;
    private static final long MINUTE = 60_000;

    private final Random random = new Random(3);

    @Test
    void aRepeatingPatternIsFoundBySeasonAndNotByTheLastValue() {
        double[] cycle = random.doubles(37).toArray();

        List<Result> results = run(row -> cycle[row % cycle.length] + 0.01 * random.nextGaussian());

        assertThat(error(results, Baseline.Kind.SEASONAL_FOUND)).isLessThan(0.2);
        assertThat(error(results, Baseline.Kind.LAST)).isCloseTo(1, within(1e-3));
    }

    @Test
    void whatDependsOnItsPastIsFoundByAutoRegression() {
        double[] before = new double[1];

        List<Result> results = run(row -> before[0] = -0.9 * before[0] + random.nextGaussian());

        assertThat(error(results, Baseline.Kind.AR8_RLS)).isLessThan(0.7);
    }

    @Test
    void noiseIsKnownByItsDistributionAlone() {
        List<Result> results = run(row -> random.nextGaussian());

        Result experts = results.get(0);
        assertThat(experts.figures().get(0).held()).isBetween(0.98, 0.995);
        // of a standard Gaussian .564, of its last value's error 1.128: a Student t of the right width is near that
        assertThat(experts.figures().get(0).crps()).isBetween(0.49, 0.57);
    }

    @Test
    void generatedRhythmsAreTheSameForASeed() {
        assertThat(Rhythm.tracks(1))
                .hasSize(56)
                .satisfies(tracks -> assertThat(tracks.get(9).values())
                        .isEqualTo(Rhythm.tracks(1).get(9).values())
                        .isNotEqualTo(Rhythm.tracks(2).get(9).values()));
    }

    @Test
    void severalStepsOfADailyCourseAreForecastBetterThanByTheLastValue() {
        long[] times = LongStream.range(0, 1_000).map(row -> row * 20 * MINUTE).toArray();
        double[] values = IntStream.range(0, 1_000)
                .mapToDouble(row -> Math.sin(row * 2 * Math.PI / 72) + 0.05 * random.nextGaussian())
                .toArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new HorizonTrials(24)
                .print(
                        new Corpus("daily", List.of(new Track("one", times, values))),
                        List.of(List.of()),
                        new PrintStream(out, true, StandardCharsets.UTF_8));

        String[] lines = out.toString(StandardCharsets.UTF_8).strip().split("\n");
        assertThat(lines[0]).isEqualTo("daily, 1 series");
        assertThat(lines[2]).contains("error, step 24", "held, step 6");
        double[] naive = numbers(lines[4]);
        double[] experts = numbers(lines[5]);
        assertThat(naive).as("error of the value a day before, by step").hasSize(3);
        assertThat(naive[2]).isLessThan(0.2);
        assertThat(experts[2]).isLessThan(0.6);
        assertThat(experts[5]).as("held, step 24").isGreaterThan(0.9);
    }

    private static double[] numbers(String row) {
        return Arrays.stream(row.split("\\|"))
                .map(String::strip)
                .filter(cell -> cell.matches("[0-9.]+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static List<Result> run(IntToDoubleFunction value) {
        long[] times = LongStream.range(0, ROWS).map(row -> row * MINUTE).toArray();
        double[] values = IntStream.range(0, ROWS).mapToDouble(value).toArray();
        Corpus corpus = new Corpus("generated", List.of(new Track("one", times, values)));
        List<Method> methods = new ArrayList<>();
        methods.add(Method.ofCells("experts", List.of(), Experts.ALL));
        Arrays.stream(Baseline.Kind.values()).map(Method::of).forEach(methods::add);
        return Trials.run(corpus, List.of(), methods, new ArrayList<>(), new ForecastPictures(0));
    }

    private static double error(List<Result> results, Baseline.Kind kind) {
        return results.stream()
                .filter(result -> result.method().equals(kind.title()))
                .findFirst()
                .orElseThrow()
                .figures()
                .get(0)
                .error();
    }
}
