/** Turns series into what a network learns from, with the channel that serves it in a job. Knows no networks. */
@NullMarked
package io.lookback.training.example;

import org.jspecify.annotations.NullMarked;
