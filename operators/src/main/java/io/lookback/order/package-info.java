/** Brings the records of one series into event-time order and decides about late and duplicate ones. Knows observations, not cells or Flink. */
@NullMarked
package io.lookback.order;

import org.jspecify.annotations.NullMarked;
