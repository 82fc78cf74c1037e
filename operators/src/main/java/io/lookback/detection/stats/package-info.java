/** Running statistics of a series: spread, grid, cadence. They know numbers, not evidence. */
@NullMarked
package io.lookback.detection.stats;

import org.jspecify.annotations.NullMarked;
