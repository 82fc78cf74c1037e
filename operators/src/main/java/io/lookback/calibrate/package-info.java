/** Turns raw scores into tail probabilities that can be compared between series. Knows numbers alone. */
@NullMarked
package io.lookback.calibrate;

import org.jspecify.annotations.NullMarked;
