/** A Kafka broker inside this process, and the topics of a broker wherever it runs. Knows no record's format. */
@NullMarked
package io.lookback.cli.broker;

import org.jspecify.annotations.NullMarked;
