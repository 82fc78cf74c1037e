package io.lookback.training.series;

/**
 * Adds what repeats at an interval that no calendar knows: patterns of any period from {@value #SHORTEST} to
 * {@value #LONGEST} steps and any of the {@link Shapes}, exact or with cycles that wander, alternate, fail or differ in
 * height and length; and responses, which follow irregular triggers.
 */
final class Rhythms {

    private static final int SHORTEST = 4;
    private static final int LONGEST = 1000;

    private static final double SECOND_PATTERN = 0.3;
    private static final double INTERRUPTED = 0.2;
    private static final double DRIFTING_AMPLITUDE = 0.3;
    private static final double STRONG = 0.5;

    private Rhythms() {}

    static void addTo(Draft draft) {
        draft.traits.add(Trait.RHYTHM);
        double[] pattern = pattern(draft);
        if (draft.random.chance(SECOND_PATTERN)) {
            double[] second = pattern(draft);
            double share = draft.random.uniform(0.1, 0.8);
            for (int i = 0; i < pattern.length; i++) {
                pattern[i] += share * second[i];
            }
        }
        if (draft.takes(Trait.INTERRUPTED, INTERRUPTED)) {
            interrupt(draft, pattern);
        }
        add(draft, pattern);
    }

    /** Adds a weak pattern to something else. */
    static void addFaintlyTo(Draft draft) {
        double share = draft.random.uniform(0.1, 0.8);
        double[] pattern = pattern(draft);
        draft.add(i -> share * pattern[i]);
    }

    /** Adds one or two responses that begin whenever something irregular triggers them. */
    static void addResponsesTo(Draft draft) {
        draft.traits.add(Trait.RESPONSE);
        SeededRandom random = draft.random;
        int length = (int) random.logUniform(5, 150);
        double[][] responses = new double[random.integer(1, 3)][];
        for (int k = 0; k < responses.length; k++) {
            responses[k] = Shapes.draw(random, length);
        }
        double pause = length * Math.exp(random.uniform(0, 2));
        double[] values = new double[draft.length()];
        int at = 0;
        while (at < values.length) {
            at += (int) (0.6 * length - pause * Math.log(1 - random.uniform(0, 1)));
            double[] response = responses[random.integer(0, responses.length)];
            double height = Math.exp(0.15 * random.gaussian());
            for (int i = 0; i < length && at + i < values.length; i++) {
                values[at + i] = height * (response[i] - response[0]);
            }
        }
        add(draft, values);
    }

    private static void add(Draft draft, double[] values) {
        double size = draft.random.uniform(0.5, 2) * (draft.random.chance(STRONG) ? 3 : 1);
        draft.add(i -> size * values[i]);
    }

    /** Stretches in which the pattern pauses, or another one runs. */
    private static void interrupt(Draft draft, double[] pattern) {
        for (int count = draft.random.integer(1, 4); count > 0; count--) {
            int from = draft.random.integer(0, pattern.length);
            int until = Math.min(pattern.length, from + (int) draft.random.logUniform(20, 1100));
            double[] other = draft.random.chance(0.6) ? pattern(draft) : new double[pattern.length];
            double level = 0.5 * draft.random.gaussian();
            for (int i = from; i < until; i++) {
                pattern[i] = other[i] + level;
            }
        }
    }

    private static double[] pattern(Draft draft) {
        SeededRandom random = draft.random;
        int period = (int) random.logUniform(SHORTEST, LONGEST);
        double[] shape = Shapes.draw(random, period);
        double kind = random.uniform(0, 1);
        double[] values;
        if (kind < 0.55) {
            int phase = random.integer(0, period);
            values = new double[draft.length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = shape[(i + phase) % period];
            }
        } else {
            draft.traits.add(Trait.VARYING_CYCLES);
            values = kind < 0.7
                    ? wandering(draft, shape)
                    : kind < 0.85 ? alternating(draft, shape) : uneven(draft, shape);
        }
        if (draft.takes(Trait.DRIFTING_AMPLITUDE, DRIFTING_AMPLITUDE)) {
            driftAmplitude(random, values);
        }
        return values;
    }

    /** Periods that are not whole numbers, and phases that walk. */
    private static double[] wandering(Draft draft, double[] shape) {
        double[] values = new double[draft.length()];
        double speed = 1 + draft.random.uniform(-0.4, 0.4) / shape.length;
        double walk = draft.random.chance(0.6) ? draft.random.uniform(0, 0.15) : 0;
        double phase = draft.random.uniform(0, shape.length);
        for (int i = 0; i < values.length; i++) {
            phase += speed + walk * draft.random.gaussian();
            double at = phase - shape.length * Math.floor(phase / shape.length);
            int left = Math.min((int) at, shape.length - 1);
            double right = at - left;
            values[i] = (1 - right) * shape[left] + right * shape[(left + 1) % shape.length];
        }
        return values;
    }

    /** Every k-th cycle, or one now and then, is another one or stays away. */
    private static double[] alternating(Draft draft, double[] shape) {
        SeededRandom random = draft.random;
        double[] other = Shapes.draw(random, shape.length);
        double height = random.chance(0.3) ? 0 : random.uniform(0.3, 1);
        int every = random.chance(0.5) ? random.integer(2, 6) : 0;
        double rate = random.uniform(0.05, 0.5);
        int phase = random.integer(0, shape.length);
        double[] values = new double[draft.length()];
        boolean picked = false;
        for (int i = 0; i < values.length; i++) {
            int at = (i + phase) % shape.length;
            int cycle = (i + phase) / shape.length;
            if (at == 0 || i == 0) {
                picked = every > 0 ? cycle % every == 0 : random.chance(rate);
            }
            values[i] = picked ? height * other[at] : shape[at];
        }
        return values;
    }

    /** Each cycle has its own height and, in half of the series, its own length. */
    private static double[] uneven(Draft draft, double[] shape) {
        SeededRandom random = draft.random;
        double spread = random.uniform(0.02, 0.4);
        double stretch = random.chance(0.5) ? 0.06 : 0;
        double[] values = new double[draft.length()];
        int from = 0;
        while (from < values.length) {
            int length = (int) Math.max(3, Math.rint(shape.length * (1 + stretch * random.gaussian())));
            double height = Math.exp(spread * random.gaussian());
            for (int i = 0; i < length && from + i < values.length; i++) {
                double at = (double) i * (shape.length - 1) / Math.max(1, length - 1);
                int left = Math.min((int) at, shape.length - 1);
                int right = Math.min(left + 1, shape.length - 1);
                values[from + i] = height * (shape[left] + (at - left) * (shape[right] - shape[left]));
            }
            from += length;
        }
        return values;
    }

    private static void driftAmplitude(SeededRandom random, double[] values) {
        double depth = random.uniform(0.1, 0.8);
        double turns = random.uniform(0.3, 3);
        double phase = random.uniform(0, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] *= Math.exp(depth * Math.sin(2 * Math.PI * (turns * i / values.length + phase)));
        }
    }
}
