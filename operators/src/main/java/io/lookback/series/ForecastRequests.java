package io.lookback.series;

/** Of which series people want a forecast now. One thread. */
public interface ForecastRequests {

    /** Nobody asks. */
    ForecastRequests NONE = new ForecastRequests() {
        @Override
        public boolean asked(String series) {
            return false;
        }

        @Override
        public void answered(String series) {
            // Nobody asked.
        }
    };

    /** Whether somebody waits for a forecast of the series. */
    boolean asked(String series);

    /** The forecast is on its way: nobody waits for it any more. */
    void answered(String series);
}
