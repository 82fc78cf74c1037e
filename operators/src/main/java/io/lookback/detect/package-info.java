/** The detector of one series: composes scores, calibration and alerts into one verdict per record. */
@NullMarked
package io.lookback.detect;

import org.jspecify.annotations.NullMarked;
