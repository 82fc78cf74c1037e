/**
 * State of a fixed layout in one array of bytes: copied, written and read as a whole. Knows nothing of what it holds.
 */
@NullMarked
package io.lookback.block;

import org.jspecify.annotations.NullMarked;
