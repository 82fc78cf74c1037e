/** The cells once more in plain Java and double precision, written from their definitions: what the graphs are held to. */
@NullMarked
package io.lookback.training.reference;

import org.jspecify.annotations.NullMarked;
