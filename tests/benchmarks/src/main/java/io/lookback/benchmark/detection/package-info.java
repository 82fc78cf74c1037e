/** How well the detector detects: on labeled series, without its parts one by one, on noise, and in context. */
@NullMarked
package io.lookback.benchmark.detection;

import org.jspecify.annotations.NullMarked;
