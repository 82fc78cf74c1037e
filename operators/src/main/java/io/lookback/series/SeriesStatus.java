package io.lookback.series;

import io.lookback.event.Status;

/**
 * How far a series has come, as whoever counts series sees it.
 *
 * @param known whether a record was scored; if not, the others are false
 * @param warming not stale, and not ready; with an open alert only after the sampling became denser and with it the
 *     warm-up longer
 * @param stale silent for much longer than usual, or one of the first records after that was the last
 * @param alerting whether an alert has begun and not ended
 * @param silence whether one of these is about its silence
 */
public record SeriesStatus(boolean known, boolean warming, boolean stale, boolean alerting, boolean silence) {

    /** No record scored yet. */
    public static final SeriesStatus ABSENT = new SeriesStatus(false, false, false, false, false);

    public static SeriesStatus of(Series series) {
        if (series.steps() == 0) {
            return ABSENT;
        }
        Status status = series.detector().status();
        boolean stale = series.silence().silent() || status == Status.STALE;
        return new SeriesStatus(
                true,
                !stale && status == Status.WARMING,
                stale,
                series.detector().alerting() || series.silence().alerted(),
                series.silence().alerted());
    }
}
