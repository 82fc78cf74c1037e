/** What a browser is given: files out of the class path. Knows neither Kafka nor what a page shows. */
@NullMarked
package io.lookback.cli.page;

import org.jspecify.annotations.NullMarked;
