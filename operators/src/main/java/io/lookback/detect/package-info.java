/** One series' detector: the scores, calibrators and alerts of the packages before, composed. */
@NullMarked
package io.lookback.detect;

import org.jspecify.annotations.NullMarked;
