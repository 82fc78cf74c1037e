/**
 * The border to Kafka: bytes become observations or rejections, scores and alerts become bytes, rejections become dead
 * letters. The one place where Avro classes and domain records meet. Knows nothing of jobs and their configuration.
 */
@NullMarked
package io.lookback.wire;

import org.jspecify.annotations.NullMarked;
