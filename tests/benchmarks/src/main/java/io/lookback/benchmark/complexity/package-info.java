/** What a step costs and what a series keeps, against how long it has lived, for every kind of cell. */
@NullMarked
package io.lookback.benchmark.complexity;

import org.jspecify.annotations.NullMarked;
