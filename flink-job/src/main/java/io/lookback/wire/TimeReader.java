package io.lookback.wire;

import io.lookback.time.EpochUnit;
import io.lookback.time.EventTimes;
import io.lookback.time.NotATime;
import io.lookback.time.TimeText;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Reads what a record carries in its time field: event-time ms since the epoch, in the years 1 to 9999. */
sealed interface TimeReader {

    /** @param near when the record was written to Kafka, for local times that clocks repeat */
    long millis(Object raw, long near) throws NotATime;

    /** Numbers by their magnitude, texts by their form. */
    record Auto(ZoneId zone) implements TimeReader {
        @Override
        public long millis(Object raw, long near) throws NotATime {
            return EventTimes.millis(raw, zone, near);
        }
    }

    /** Digits are a number, other texts are a text. */
    record Either(TimeReader number, TimeReader text) implements TimeReader {
        @Override
        public long millis(Object raw, long near) throws NotATime {
            boolean digits = raw instanceof Number
                    || raw instanceof CharSequence chars && chars.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? number.millis(raw, near) : text.millis(raw, near);
        }
    }

    /** Numbers, whole or with a fraction, also as text. */
    record Epoch(EpochUnit unit) implements TimeReader {
        @Override
        public long millis(Object raw, long near) throws NotATime {
            return unit.millis(raw);
        }
    }

    /** Date and time, or a date alone, in the zone given where the text names none. */
    record Iso(ZoneId zone) implements TimeReader {
        @Override
        public long millis(Object raw, long near) throws NotATime {
            return TimeText.millis(raw, zone, near);
        }
    }

    /** The same in a pattern. */
    record Pattern(DateTimeFormatter formatter, String name, ZoneId zone) implements TimeReader {
        @Override
        public long millis(Object raw, long near) throws NotATime {
            return TimeText.millis(raw, formatter, name, zone, near);
        }
    }
}
