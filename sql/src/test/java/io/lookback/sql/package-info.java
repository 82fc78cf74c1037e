@NullMarked
package io.lookback.sql;

import org.jspecify.annotations.NullMarked;
