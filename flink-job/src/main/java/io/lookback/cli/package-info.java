/**
 * The command line: what a person types. It starts jobs, brokers and files around the job and knows nothing of what
 * happens inside an operator.
 */
@NullMarked
package io.lookback.cli;

import org.jspecify.annotations.NullMarked;
