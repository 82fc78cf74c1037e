package io.lookback.normalize;

/**
 * The vector that every cell reads at each step, one per channel (feature of a series): what is known after value
 * {@code x[i]} plus the calendar of the instant {@code t[i+1]} that the cell is to predict. Training and serving build
 * it with the same {@link Channel}, so a model sees in a job exactly what it was trained on.
 *
 * <p>The indices below are the contract named {@value #CONTRACT} in a model's card. {@code y} is the normalized value,
 * {@code nrm(v)} the value {@code v} normalized by the channel's current mean and scale, {@code s'} the slot of the
 * predicted instant, {@code n} how often that slot was visited.
 */
public final class CellInput {

    public static final String CONTRACT = "channel-14/1";

    public static final int Y = 0;
    public static final int DELTA_Y = 1;
    public static final int EMA8_Y = 2;
    public static final int EMA64_Y = 3;
    public static final int LOG_VOLATILITY = 4;
    public static final int NEXT_DAY_PROFILE = 5;
    public static final int NEXT_DAY_TRUST = 6;
    public static final int NEXT_WEEK_PROFILE = 7;
    public static final int NEXT_WEEK_TRUST = 8;
    public static final int SIN_TIME_OF_DAY = 9;
    public static final int COS_TIME_OF_DAY = 10;
    public static final int LOG_AGE = 11;
    public static final int DAY_RESIDUAL = 12;
    public static final int WEEK_RESIDUAL = 13;

    /** Number of inputs, F in {@code x[B,F]}. */
    public static final int SIZE = 14;

    private CellInput() {}
}
