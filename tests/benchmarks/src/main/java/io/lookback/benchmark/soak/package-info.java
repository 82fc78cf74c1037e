/** What a process keeps of its memory over millions of steps. Knows the cells, no Flink. */
@NullMarked
package io.lookback.benchmark.soak;

import org.jspecify.annotations.NullMarked;
