/** Series to train on: the generator of the shipped models' corpus and what a series is. Knows no features and no networks. */
@NullMarked
package io.lookback.training.series;

import org.jspecify.annotations.NullMarked;
