/** Shows what a mapping makes of a topic, and proposes one. Reads only, outside of any consumer group. */
@NullMarked
package io.lookback.cli.check;

import org.jspecify.annotations.NullMarked;
