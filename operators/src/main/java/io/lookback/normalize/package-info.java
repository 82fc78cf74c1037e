/**
 * Turns the raw values of a channel (one feature of one series) into the numbers that cells read, causally: running
 * location and scale, calendar profiles, and the input vector built from them. Knows observations, not cells.
 */
@NullMarked
package io.lookback.normalize;

import org.jspecify.annotations.NullMarked;
