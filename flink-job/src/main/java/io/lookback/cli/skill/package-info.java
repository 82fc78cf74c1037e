/** How well forecasters do on series of which every value is known. Knows no broker. */
@NullMarked
package io.lookback.cli.skill;

import org.jspecify.annotations.NullMarked;
