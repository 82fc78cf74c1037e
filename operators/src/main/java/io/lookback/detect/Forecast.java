package io.lookback.detect;

import io.lookback.cell.Prediction;
import java.util.List;

/** What each cell expects of one channel; empty for a channel that was not stepped. */
public record Forecast(List<Prediction> predictions) {}
