/** Where a job inside this process stands, in words. Knows Flink's metrics, and nothing of how the job is started. */
@NullMarked
package io.lookback.cli.status;

import org.jspecify.annotations.NullMarked;
