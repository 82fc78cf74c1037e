package io.lookback.detect;

import io.lookback.normalise.Calendar;
import io.lookback.normalise.Channel;
import io.lookback.score.Forecast;
import java.util.List;

/** What stands in for the cells of a job when a detector is replayed. */
interface Forecaster {

    /** Forecasts for the record at that time; none for a channel without a past or whose value is missing. */
    List<Forecast> ahead(long time, double[] values, List<Channel> channels, Calendar calendar);
}
