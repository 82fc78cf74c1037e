/** The live page: follows the topics of a job, remembers a bounded past of each series, and serves it to browsers. */
@NullMarked
package io.lookback.cli.watch;

import org.jspecify.annotations.NullMarked;
