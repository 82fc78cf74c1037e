/** The demonstration: series with labeled anomalies, their replay into a topic, and the account of what came back. */
@NullMarked
package io.lookback.cli.demo;

import org.jspecify.annotations.NullMarked;
