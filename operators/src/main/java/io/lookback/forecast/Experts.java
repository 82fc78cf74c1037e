package io.lookback.forecast;

/** Which of the forecasts that need no model stand beside the cells'. */
public enum Experts {
    /** None: a cell by itself. */
    NONE,
    /** The regression: beside a cell that looks back, which has the others in it. */
    REGRESSION,
    /** All of them. */
    ALL;

    /** @param lookingBack whether a cell that looks back forecasts */
    public static Experts beside(boolean lookingBack) {
        return lookingBack ? REGRESSION : ALL;
    }

    boolean include(Expert expert) {
        return this == ALL || this == REGRESSION && expert == Expert.REGRESSION;
    }
}
