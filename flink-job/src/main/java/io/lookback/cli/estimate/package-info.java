/** What a job will take before it starts, found by letting one of its series live. Knows no broker. */
@NullMarked
package io.lookback.cli.estimate;

import org.jspecify.annotations.NullMarked;
