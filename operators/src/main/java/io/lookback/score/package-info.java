/**
 * How unusual a value is, in its own terms: running z-scores, distance to everything a series did before, surprise at a
 * forecast. Knows channels and predictions; knows neither probabilities nor alerts.
 */
@NullMarked
package io.lookback.score;

import org.jspecify.annotations.NullMarked;
