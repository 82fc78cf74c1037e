package io.lookback.series;

/** Which series people have asked to start over. */
public interface Resets {

    /** Nobody has asked. */
    Resets NONE = new Resets() {
        @Override
        public long newest() {
            return 0;
        }

        @Override
        public boolean concerns(String series, long after) {
            return false;
        }
    };

    /** When the newest reset was asked for, 0 if none was. */
    long newest();

    /** Whether the series is among those that a reset later than that one names. */
    boolean concerns(String series, long after);
}
