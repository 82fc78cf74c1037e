/** A job: what it is told, the graph it becomes, and its main class. Knows the wire and the operators. */
@NullMarked
package io.lookback.job;

import org.jspecify.annotations.NullMarked;
