/** The Flink operators: keyed state, waves, drains, side outputs, metrics. The only package that imports Flink's operators. */
@NullMarked
package io.lookback.flow;

import org.jspecify.annotations.NullMarked;
