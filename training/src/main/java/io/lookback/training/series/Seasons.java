package io.lookback.training.series;

import java.util.function.DoubleUnaryOperator;

/** Adds what the calendar brings: a day's shape with or without weekends, plain cycles of other periods, slow trends. */
final class Seasons {

    private static final double DAILY = 0.8;
    private static final double CYCLE = 0.15;
    private static final double WEEKEND = 0.4;
    private static final double SECOND_CYCLE = 0.3;
    private static final double TREND = 0.15;
    private static final double DAY_MS = 86_400_000.0;

    private Seasons() {}

    static void addTo(Draft draft) {
        boolean daily = draft.takes(Trait.DAILY, DAILY);
        if (daily) {
            addDay(draft);
        }
        if (!daily || draft.random.chance(CYCLE)) {
            draft.traits.add(Trait.CYCLE);
            addCycle(draft, 1);
            if (draft.random.chance(SECOND_CYCLE)) {
                addCycle(draft, 0.5);
            }
        }
        if (draft.takes(Trait.TREND, TREND)) {
            double rise = draft.random.sign() * draft.random.logUniform(0.3, 5) / draft.length();
            draft.add(i -> rise * i);
        }
    }

    private static void addDay(Draft draft) {
        DoubleUnaryOperator shape =
                draft.random.chance(0.5) ? moulded(draft.random, harmonics(draft.random)) : sampled(draft.random);
        boolean weekend = draft.takes(Trait.WEEKEND, WEEKEND);
        double damped = weekend ? draft.random.uniform(0, 0.8) : 1;
        double lowered = weekend ? draft.random.uniform(0, 1.5) : 0;
        draft.add(i -> {
            double usual = shape.applyAsDouble(draft.times[i] / DAY_MS);
            return isWeekend(draft.times[i]) ? damped * usual - lowered : usual;
        });
    }

    /** Any of the {@link Shapes}, a quarter of an hour a sample. */
    private static DoubleUnaryOperator sampled(SeededRandom random) {
        double[] shape = Shapes.draw(random, 96);
        return turn -> {
            double at = fraction(turn) * shape.length;
            int left = Math.min((int) at, shape.length - 1);
            return shape[left] + (at - left) * (shape[(left + 1) % shape.length] - shape[left]);
        };
    }

    private static DoubleUnaryOperator harmonics(SeededRandom random) {
        int count = random.integer(1, 6);
        double[] amplitudes = new double[count];
        double[] phases = new double[count];
        for (int k = 0; k < count; k++) {
            amplitudes[k] = (k == 0 ? 1 : random.gaussian() * 0.7) / (k + 1);
            phases[k] = random.uniform(0, 1);
        }
        return turn -> {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += amplitudes[k] * Math.sin(2 * Math.PI * ((k + 1) * turn + phases[k]));
            }
            return sum;
        };
    }

    /** Leaves the shape as it is, or makes it square, rectified or stepped. */
    private static DoubleUnaryOperator moulded(SeededRandom random, DoubleUnaryOperator shape) {
        double threshold = random.uniform(-0.5, 0.5);
        double steps = random.integer(1, 5);
        return switch (random.integer(0, 10)) {
            case 0, 1 -> turn -> shape.applyAsDouble(turn) > threshold ? 1 : -1;
            case 2 -> turn -> Math.max(threshold, shape.applyAsDouble(turn));
            case 3 -> turn -> Math.rint(steps * shape.applyAsDouble(turn)) / steps;
            default -> shape;
        };
    }

    private static void addCycle(Draft draft, double amplitude) {
        double period = draft.random.logUniform(4, 300);
        double phase = draft.random.uniform(0, 1);
        DoubleUnaryOperator wave = wave(draft.random);
        draft.add(i -> amplitude * wave.applyAsDouble(fraction(i / period + phase)));
    }

    /** One of sine, saw and pulse over a turn of 0..1. */
    private static DoubleUnaryOperator wave(SeededRandom random) {
        double duty = random.uniform(0.05, 0.6);
        return switch (random.integer(0, 3)) {
            case 0 -> turn -> Math.sin(2 * Math.PI * turn);
            case 1 -> turn -> 2 * turn - 1;
            default -> turn -> turn < duty ? 1 : 0;
        };
    }

    private static double fraction(double turns) {
        return turns - Math.floor(turns);
    }

    /** Saturday and Sunday in UTC: 1 January 1970 was a Thursday. */
    private static boolean isWeekend(long time) {
        return Math.floorMod(Math.floorDiv(time, (long) DAY_MS) + 3, 7L) >= 5;
    }
}
