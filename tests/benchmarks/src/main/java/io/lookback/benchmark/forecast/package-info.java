/** How well forecasters forecast one step ahead: each cell, what the job makes of them all, and simple methods. */
@NullMarked
package io.lookback.benchmark.forecast;

import org.jspecify.annotations.NullMarked;
