/** How rare a level is for its series, and which records are news. Knows nothing of how a level came about. */
@NullMarked
package io.lookback.detection.rate;

import org.jspecify.annotations.NullMarked;
