/** The networks as PyTorch trains them, over whole sequences, and the loop that fits them. */
@NullMarked
package io.lookback.training.net;

import org.jspecify.annotations.NullMarked;
