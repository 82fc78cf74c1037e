/** How fast each cell steps on a device, against the size of its batches. */
@NullMarked
package io.lookback.benchmark.device;

import org.jspecify.annotations.NullMarked;
