package io.lookback.training.series;

import java.util.Arrays;

/** Draws one turn of a repeating pattern, sampled at its steps: mean 0, spread 1. */
final class Shapes {

    private Shapes() {}

    static double[] draw(SeededRandom random, int period) {
        double[] shape = new double[period];
        switch (random.integer(0, 8)) {
            case 0 -> addHarmonics(random, shape);
            case 1 -> addBridge(random, shape);
            case 2 -> addBumps(random, shape);
            case 3 -> addPulses(random, shape);
            case 4 -> addSaw(random, shape);
            case 5 -> addDecay(random, shape);
            case 6 -> addLevels(random, shape);
            default -> addSmoothNoise(random, shape);
        }
        return standardized(shape);
    }

    private static void addHarmonics(SeededRandom random, double[] shape) {
        int count = random.integer(1, 7);
        double decay = random.uniform(0.3, 1.3);
        for (int k = 1; k <= count; k++) {
            double amplitude = random.gaussian() / Math.pow(k, decay);
            double phase = random.uniform(0, 1);
            for (int i = 0; i < shape.length; i++) {
                shape[i] += amplitude * Math.sin(2 * Math.PI * ((double) k * i / shape.length + phase));
            }
        }
    }

    /** A random walk that ends where it began. */
    private static void addBridge(SeededRandom random, double[] shape) {
        double sum = 0;
        for (int i = 0; i < shape.length; i++) {
            sum += random.gaussian();
            shape[i] = sum;
        }
        double first = shape[0];
        double rise = (sum - first) / Math.max(1, shape.length - 1);
        for (int i = 0; i < shape.length; i++) {
            shape[i] -= first + rise * i;
        }
    }

    /** Narrow and wide bumps of either sign, as in a heartbeat. */
    private static void addBumps(SeededRandom random, double[] shape) {
        for (int count = random.integer(1, 6); count > 0; count--) {
            double center = random.uniform(0, 1);
            double width = random.logUniform(0.008, 0.15);
            double height = random.gaussian();
            for (int i = 0; i < shape.length; i++) {
                double distance = Math.abs((double) i / shape.length - center);
                double around = Math.min(distance, 1 - distance) / width;
                shape[i] += height * Math.exp(-around * around);
            }
        }
    }

    private static void addPulses(SeededRandom random, double[] shape) {
        for (int count = random.integer(1, 5); count > 0; count--) {
            int from = random.integer(0, shape.length);
            int width = (int) Math.max(1, shape.length * random.uniform(0.01, 0.4));
            double height = random.uniform(0.3, 1.5) * (random.chance(1 / 3.0) ? -1 : 1);
            for (int i = 0; i < width; i++) {
                shape[(from + i) % shape.length] += height;
            }
        }
    }

    private static void addSaw(SeededRandom random, double[] shape) {
        double phase = random.uniform(0, 1);
        double bend = random.uniform(0.4, 3);
        double sign = random.sign();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sign * Math.pow(turn(i, shape.length, phase), bend);
        }
    }

    private static void addDecay(SeededRandom random, double[] shape) {
        double phase = random.uniform(0, 1);
        double length = random.logUniform(0.03, 0.5);
        double sign = random.sign();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sign * Math.exp(-turn(i, shape.length, phase) / length);
        }
    }

    private static void addLevels(SeededRandom random, double[] shape) {
        for (int count = random.integer(2, 9); count > 0; count--) {
            int from = random.integer(0, shape.length);
            double level = random.gaussian();
            Arrays.fill(shape, from, shape.length, level);
        }
    }

    private static void addSmoothNoise(SeededRandom random, double[] shape) {
        int reach = (int) Math.max(1, shape.length * random.uniform(0.02, 0.3));
        double[] noise = new double[shape.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.gaussian();
        }
        for (int i = 0; i < shape.length; i++) {
            for (int k = -reach; k <= reach; k++) {
                double weight = 0.5 + 0.5 * Math.cos(Math.PI * k / (reach + 1));
                shape[i] += weight * noise[Math.floorMod(i + k, shape.length)];
            }
        }
    }

    private static double turn(int i, int period, double phase) {
        double turns = (double) i / period + phase;
        return turns - Math.floor(turns);
    }

    private static double[] standardized(double[] shape) {
        double mean = Arrays.stream(shape).average().orElse(0);
        double spread = Math.sqrt(
                Arrays.stream(shape).map(v -> (v - mean) * (v - mean)).average().orElse(0));
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (shape[i] - mean) / (spread + 1e-6);
        }
        return shape;
    }
}
