/**
 * What a whole job does, from topic to topic, beside jobs that do less or use another detector. One class makes the
 * records, one runs a job, one measures each quantity; the contenders know nothing of being measured.
 */
@NullMarked
package io.lookback.benchmark.endtoend;

import org.jspecify.annotations.NullMarked;
