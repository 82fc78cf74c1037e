package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.detection.tuning.Tuning;

/**
 * One value of one feature, in its context: all that evidence may look at. Filled in anew for each value; nobody keeps
 * it.
 */
public final class Moment {

    final float[] patch = new float[Tuning.COORDINATES];
    final int[] nearest = new int[Tuning.NEAREST];
    final float[] squares = new float[Tuning.NEAREST];
    final Distances distances = new Distances();

    Block block = Block.ofSize(0);
    /** Where the feature's state begins. */
    int at;

    /** Event time, ms. */
    long time;

    double x;
    /** The value less the feature's first one, as far as it is let count. */
    double y;
    /** Values before this one. */
    int count;
    /** Of the values before, in the feature's unit. */
    double deviation;
    /** By how little the feature has ever moved, this value included; 0 while it has not. */
    double smallestMove;
    /** Whether no two values before differed. */
    boolean constant;
    /** Whether the value lies within the range of those before. */
    boolean seen;
    /** Whether a counter starts over, or just did. */
    boolean newCounter;
    /** Whether values are missing before this one, so that nothing tells what was to be expected. */
    boolean afterGap;
    /** Coordinates of the patch that lie after the last gap, one at least; the others have no meaning. */
    int coordinates;
    /** Size of a step of the grid, in the feature's unit; 0 while all values were the same. */
    double unit;
    /** Patches that could be asked, at most {@value Tuning#NEAREST}. */
    int neighbors;
    /** What the cells expect, in the feature's unit; {@link Double#NaN} while they expect nothing. */
    double forecast;
    /** The feature's first value. */
    double first;
    /** Whether an alert of the series is open. */
    boolean alerting;
    /** By how many deviations a move that was due stayed away; 0 if none did. */
    double missed;
    /** What should have come. */
    double due;
    /** Records of the series in a day. */
    double perDay;

    /** The next moment, of another feature or record. */
    public Moment of(Block state, int feature, long eventTime, double value, double expected, boolean alertOpen) {
        block = state;
        at = feature;
        time = eventTime;
        x = value;
        forecast = expected;
        alerting = alertOpen;
        missed = 0;
        return this;
    }

    /**
     * Adds that a move that was due did not come.
     *
     * @param deviations by how many of them
     * @param usual what should have come
     * @param records of the series in a day
     */
    public void missed(double deviations, double usual, double records) {
        missed = deviations;
        due = usual;
        perDay = records;
    }

    /** Standard deviation of the values before, in the feature's unit. */
    public double deviation() {
        return deviation;
    }

    /** The smallest difference between two values in a row, in the feature's unit; 0 while all were the same. */
    public double smallestMove() {
        return smallestMove;
    }

    /** Whether the value lies within the range of those before. */
    public boolean seen() {
        return seen;
    }
}
