package io.lookback.training.series;

import java.util.Arrays;

/** Draws one turn of a repeating pattern, sampled at its steps: mean 0, spread 1. */
final class Shapes {

    private Shapes() {}

    static double[] draw(Dice dice, int period) {
        double[] shape = new double[period];
        switch (dice.integer(0, 8)) {
            case 0 -> addHarmonics(dice, shape);
            case 1 -> addBridge(dice, shape);
            case 2 -> addBumps(dice, shape);
            case 3 -> addPulses(dice, shape);
            case 4 -> addSaw(dice, shape);
            case 5 -> addDecay(dice, shape);
            case 6 -> addLevels(dice, shape);
            default -> addSmoothNoise(dice, shape);
        }
        return standardized(shape);
    }

    private static void addHarmonics(Dice dice, double[] shape) {
        int count = dice.integer(1, 7);
        double decay = dice.uniform(0.3, 1.3);
        for (int k = 1; k <= count; k++) {
            double amplitude = dice.gaussian() / Math.pow(k, decay);
            double phase = dice.uniform(0, 1);
            for (int i = 0; i < shape.length; i++) {
                shape[i] += amplitude * Math.sin(2 * Math.PI * ((double) k * i / shape.length + phase));
            }
        }
    }

    /** A random walk that ends where it began. */
    private static void addBridge(Dice dice, double[] shape) {
        double sum = 0;
        for (int i = 0; i < shape.length; i++) {
            sum += dice.gaussian();
            shape[i] = sum;
        }
        double first = shape[0];
        double rise = (sum - first) / Math.max(1, shape.length - 1);
        for (int i = 0; i < shape.length; i++) {
            shape[i] -= first + rise * i;
        }
    }

    /** Narrow and wide bumps of either sign, as in a heartbeat. */
    private static void addBumps(Dice dice, double[] shape) {
        for (int count = dice.integer(1, 6); count > 0; count--) {
            double center = dice.uniform(0, 1);
            double width = dice.logUniform(0.008, 0.15);
            double height = dice.gaussian();
            for (int i = 0; i < shape.length; i++) {
                double distance = Math.abs((double) i / shape.length - center);
                double around = Math.min(distance, 1 - distance) / width;
                shape[i] += height * Math.exp(-around * around);
            }
        }
    }

    private static void addPulses(Dice dice, double[] shape) {
        for (int count = dice.integer(1, 5); count > 0; count--) {
            int from = dice.integer(0, shape.length);
            int width = (int) Math.max(1, shape.length * dice.uniform(0.01, 0.4));
            double height = dice.uniform(0.3, 1.5) * (dice.chance(1 / 3.0) ? -1 : 1);
            for (int i = 0; i < width; i++) {
                shape[(from + i) % shape.length] += height;
            }
        }
    }

    private static void addSaw(Dice dice, double[] shape) {
        double phase = dice.uniform(0, 1);
        double bend = dice.uniform(0.4, 3);
        double sign = dice.sign();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sign * Math.pow(turn(i, shape.length, phase), bend);
        }
    }

    private static void addDecay(Dice dice, double[] shape) {
        double phase = dice.uniform(0, 1);
        double length = dice.logUniform(0.03, 0.5);
        double sign = dice.sign();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sign * Math.exp(-turn(i, shape.length, phase) / length);
        }
    }

    private static void addLevels(Dice dice, double[] shape) {
        for (int count = dice.integer(2, 9); count > 0; count--) {
            int from = dice.integer(0, shape.length);
            double level = dice.gaussian();
            Arrays.fill(shape, from, shape.length, level);
        }
    }

    private static void addSmoothNoise(Dice dice, double[] shape) {
        int reach = (int) Math.max(1, shape.length * dice.uniform(0.02, 0.3));
        double[] noise = new double[shape.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = dice.gaussian();
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
