/** What a job wrote: reading its topics and showing their records to a person. */
@NullMarked
package io.lookback.cli.topic;

import org.jspecify.annotations.NullMarked;
