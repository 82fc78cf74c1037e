/** The constants of detection, each with its source. Nothing else in the detector is a number that somebody chose. */
@NullMarked
package io.lookback.detection.tuning;

import org.jspecify.annotations.NullMarked;
