/**
 * Reads what people write for an instant, once for jobs, backtests and training. Knows nothing of records, files or
 * settings.
 */
@NullMarked
package io.lookback.time;

import org.jspecify.annotations.NullMarked;
