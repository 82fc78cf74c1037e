/** What a key remembers for a cell. The memories are sealed, the networks are not: every cell advances one of these shapes. */
@NullMarked
package io.lookback.memory;

import org.jspecify.annotations.NullMarked;
