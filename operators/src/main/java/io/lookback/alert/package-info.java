/** The life of a series' alert, its kinds and its texts. Knows nothing of how an anomaly was found. */
@NullMarked
package io.lookback.alert;

import org.jspecify.annotations.NullMarked;
