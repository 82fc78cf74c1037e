/**
 * What tests of several modules share: {@link io.lookback.testkit.OperatorScript} replays one script through an operator in
 * every way it may crash; {@link io.lookback.testkit.FaultCase} makes a test a row of {@code docs/reliability.md}. Knows
 * Flink's test harness and JUnit, nothing of Lookback.
 */
@NullMarked
package io.lookback.testkit;

import org.jspecify.annotations.NullMarked;
