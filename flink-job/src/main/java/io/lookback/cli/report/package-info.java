/** The report of a backtest: what was scored is recorded, then made into one file that a browser shows without a network. */
@NullMarked
package io.lookback.cli.report;

import org.jspecify.annotations.NullMarked;
