/** What a step costs: beside a keyed step that only touches state, beside a plain call per record, and on its own. */
@NullMarked
package io.lookback.benchmark;

import org.jspecify.annotations.NullMarked;
