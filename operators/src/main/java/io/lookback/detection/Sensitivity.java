package io.lookback.detection;

/** How easily a series raises an alert, compared to what the job was set to. Asked once a record. */
public interface Sensitivity {

    /**
     * By what the rate of false alarms that is accepted is multiplied.
     *
     * @param time of the record, event-time ms
     * @return more than zero; 1 for no change
     */
    double rateFactor(String series, long time);
}
