/** Scoring files: the job's own operators between files, without a broker. */
@NullMarked
package io.lookback.cli.backtest;

import org.jspecify.annotations.NullMarked;
