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
        public long newest(String series) {
            return 0;
        }
    };

    /** When the newest reset was asked for, 0 if none was. */
    long newest();

    /** When the newest reset that names the series was asked for, 0 if none was. */
    long newest(String series);
}
