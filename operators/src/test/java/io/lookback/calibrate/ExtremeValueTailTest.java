package io.lookback.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExtremeValueTailTest {

    private static final int SERIES = 40;
    private static final int VALUES = 20_000;
    private static final int SETTLING = 2_000;

    static Stream<Arguments> stationarySeries() {
        return Stream.of(
                Arguments.of("Gaussian", (Source) random -> random::nextGaussian),
                Arguments.of("AR1", (Source) ExtremeValueTailTest::autoregressive),
                Arguments.of("t3", (Source) random -> () -> studentT3(random)),
                Arguments.of("lognormal", (Source) random -> () -> Math.exp(random.nextGaussian())),
                Arguments.of("Poisson(3)", (Source) random -> () -> poisson3(random)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stationarySeries")
    void aProbabilityOfOneInAThousandComesAboutOnceInAThousand(String name, Source source) {
        long alarms = 0;
        for (int seed = 0; seed < SERIES; seed++) {
            alarms += alarms(source.of(new Random(seed)), 3);
        }

        double per10k = 1e4 * alarms / SERIES / (VALUES - SETTLING);
        System.out.printf("%s: %.1f false alarms in 10,000, nominal 10%n", name, per10k);
        assertThat(per10k).isBetween(4.0, 16.0);
    }

    @Test
    void probabilitiesAreTheSameAfterALongLife() {
        ExtremeValueTail tail = new ExtremeValueTail(256);
        Random random = new Random(2);
        for (int i = 0; i < 25_000; i++) {
            tail.observe(Math.abs(random.nextGaussian()));
        }
        double before = tail.surprise(4);

        for (int i = 0; i < 300_000; i++) {
            tail.observe(Math.abs(random.nextGaussian()));
        }

        assertThat(tail.surprise(4)).isCloseTo(before, within(0.5));
        assertThat(tail.surprise(1)).isBetween(0.3, 0.9);
    }

    @Test
    void forgettingHalfOfThePastMovesNoProbability() {
        ExtremeValueTail tail = new ExtremeValueTail(256);
        Random random = new Random(2);
        for (int i = 0; i < 51_100; i++) {
            tail.observe(Math.abs(random.nextGaussian()));
        }
        double before = tail.surprise(2);

        for (int i = 0; i < 5_000; i++) {
            tail.observe(Math.abs(random.nextGaussian()));

            assertThat(tail.surprise(2)).isCloseTo(before, within(0.2));
        }
    }

    @Test
    void learnsAChangeAsFastAfterALongLife() {
        ExtremeValueTail tail = new ExtremeValueTail(256);
        Random random = new Random(2);
        for (int i = 0; i < 1_000_000; i++) {
            tail.observe(Math.abs(random.nextGaussian()));
        }

        for (int i = 0; i < 5_000; i++) {
            tail.observe(3 * Math.abs(random.nextGaussian()));
        }

        assertThat(tail.surprise(6)).isLessThan(2.5);
    }

    @Test
    void isSilentUntilTheFirstFit() {
        ExtremeValueTail tail = new ExtremeValueTail(64);
        for (int i = 0; i < 99; i++) {
            tail.observe(i % 7);
            assertThat(tail.surprise(1e9)).isZero();
        }
    }

    @Test
    void risesWithTheScore() {
        ExtremeValueTail tail = new ExtremeValueTail(64);
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            tail.observe(Math.abs(random.nextGaussian()));
        }

        double before = 0;
        for (double score = 0.1; score < 20; score += 0.1) {
            double surprise = tail.surprise(score);
            assertThat(surprise).isGreaterThan(before);
            before = surprise;
        }
    }

    @Test
    void doesNotDependOnTheUnitOfTheScore() {
        ExtremeValueTail small = new ExtremeValueTail(64);
        ExtremeValueTail large = new ExtremeValueTail(64);
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            double score = Math.abs(random.nextGaussian());
            small.observe(score * 1e-100);
            large.observe(score * 1e100);
        }

        assertThat(small.surprise(5e-100)).isCloseTo(large.surprise(5e100), within(1e-3));
    }

    @Test
    void aConstantScoreAndAJumpStayFinite() {
        ExtremeValueTail tail = new ExtremeValueTail(64);
        for (int i = 0; i < 1_000; i++) {
            tail.observe(0);
        }

        assertThat(tail.surprise(0)).isZero();
        assertThat(tail.surprise(1e-300)).isGreaterThan(6);
        tail.observe(1e-300);
        tail.observe(1e300);
        assertThat(tail.surprise(1e300)).isNotNaN().isPositive();
    }

    @Test
    void keepsNoMoreThanItsBound() {
        ExtremeValueTail tail = new ExtremeValueTail(64);
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            tail.observe(random.nextDouble() * i);
        }

        assertThat(tail.bytes()).isEqualTo(new ExtremeValueTail(64).bytes() + 4 * 64);
    }

    private static long alarms(DoubleSupplier values, double limit) {
        ExtremeValueTail tail = new ExtremeValueTail(256);
        long alarms = 0;
        for (int i = 0; i < VALUES; i++) {
            double score = Math.abs(values.getAsDouble());
            if (i >= SETTLING && tail.surprise(score) >= limit) {
                alarms++;
            }
            tail.observe(score);
        }
        return alarms;
    }

    private static DoubleSupplier autoregressive(Random random) {
        double[] state = {0};
        return () -> state[0] = 0.7 * state[0] + random.nextGaussian();
    }

    private static double studentT3(Random random) {
        double chi = 0;
        for (int i = 0; i < 3; i++) {
            double g = random.nextGaussian();
            chi += g * g;
        }
        return random.nextGaussian() / Math.sqrt(chi / 3);
    }

    private static double poisson3(Random random) {
        double product = random.nextDouble();
        int count = 0;
        for (double limit = Math.exp(-3); product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    private interface Source {
        DoubleSupplier of(Random random);
    }
}
