/** Fits cells and exports them as models that a job can run: the entry points of this module. */
@NullMarked
package io.lookback.training;

import org.jspecify.annotations.NullMarked;
