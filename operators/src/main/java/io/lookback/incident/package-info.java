/** Finds which alerts of different series belong together. Knows alerts, not how they were found, and not Flink. */
@NullMarked
package io.lookback.incident;

import org.jspecify.annotations.NullMarked;
