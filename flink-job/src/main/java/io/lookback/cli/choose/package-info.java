/** Which cell suits somebody's series and machine, by measurement. */
@NullMarked
package io.lookback.cli.choose;

import org.jspecify.annotations.NullMarked;
