package io.lookback.wire;

import io.lookback.time.EpochUnit;
import io.lookback.time.EventTimes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which unit the numbers of a topic's times were taken for, since nobody named it, and reports records that contradict
 * the first one. Such a record is read all the same, in its own unit: no number is an instant in two units, and what a
 * record means must not depend on which one a task happened to read first. Who wants them refused names the unit. One
 * thread.
 */
final class TopicUnits {

    private static final Logger LOG = LoggerFactory.getLogger(TopicUnits.class);

    private final Map<String, EpochUnit> units = new HashMap<>();
    private final Counter others = new SimpleCounter();

    /** Records whose time is in another unit than the first one of their topic that was read here. */
    Counter others() {
        return others;
    }

    /**
     * @param raw the time as the record has it
     * @param time what was made of it, event-time ms
     */
    void note(String topic, Object raw, long time) {
        EpochUnit known = units.get(topic);
        Optional<EpochUnit> unit = raw instanceof Long number ? Optional.of(unit(number, time)) : EventTimes.unit(raw);
        if (unit.isEmpty() || unit.get() == known) {
            return;
        }
        if (known == null) {
            units.put(topic, unit.get());
            LOG.info(
                    "Times of topic '{}' such as '{}' are read as {}, by their magnitude (input.time.format is auto)",
                    topic,
                    raw,
                    unit.get());
            return;
        }
        if (others.getCount() == 0) {
            LOG.warn(
                    "Topic '{}' mixes units of time: '{}' is read as {}, its first time was {}. Name the unit with input.time.format, and records in another one are rejected.",
                    topic,
                    raw,
                    unit.get(),
                    known);
        }
        others.inc();
    }

    /** The same as of its magnitude, without a number of its own: every record passes here. */
    private static EpochUnit unit(long number, long time) {
        if (number == time) {
            return EpochUnit.MILLIS;
        }
        if (number < time) {
            return EpochUnit.SECONDS;
        }
        return number / 1_000 == time ? EpochUnit.MICROS : EpochUnit.NANOS;
    }
}
