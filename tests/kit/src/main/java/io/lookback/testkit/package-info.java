/** Replays one script through an operator in every way it may crash. Knows Flink's test harness, nothing of Lookback. */
@NullMarked
package io.lookback.testkit;

import org.jspecify.annotations.NullMarked;
