/** One series' whole memory: its channels, its cells' memories and its detector, and the step that advances them. Plain Java: Flink stores it, this package knows nothing of Flink. */
@NullMarked
package io.lookback.series;

import org.jspecify.annotations.NullMarked;
