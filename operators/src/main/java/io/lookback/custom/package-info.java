/**
 * Models of the user's own that read whole records: forecasters, reconstructions and scores. Each makes one further
 * feature of a series. Knows graphs and normalized values, nothing of series and Flink.
 */
@NullMarked
package io.lookback.custom;

import org.jspecify.annotations.NullMarked;
