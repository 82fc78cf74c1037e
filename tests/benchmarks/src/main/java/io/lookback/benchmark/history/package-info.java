/** What the cache of attention histories saves, and what a step costs that does not find its rows there. */
@NullMarked
package io.lookback.benchmark.history;

import org.jspecify.annotations.NullMarked;
