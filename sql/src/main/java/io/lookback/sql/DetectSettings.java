package io.lookback.sql;

import io.lookback.flow.FlowSpec;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is detected in a table. Made by a {@link #builder}.
 *
 * @param series columns whose values together name the series of a row
 * @param time column of the event time: TIMESTAMP_LTZ, TIMESTAMP of the session's zone, or BIGINT for ms since the
 *     epoch
 * @param values columns of the numbers that are judged; none for all numeric columns that are neither series nor time
 * @param maxAhead a row whose time lies further ahead of the clock is not scored: it would make all later rows of its
 *     series late
 * @param flow settings of the scoring operator
 */
public record DetectSettings(List<String> series, String time, List<String> values, Duration maxAhead, FlowSpec flow)
        implements Serializable {

    /** As in a job without settings. */
    static final Duration MAX_AHEAD = Duration.ofHours(1);

    private static final Duration MOST_AHEAD = Duration.ofDays(3_650_000);

    public DetectSettings {
        series = List.copyOf(series);
        values = List.copyOf(values);
        if (time.isBlank()) {
            throw new IllegalArgumentException(
                    "Detection needs the event time of each row: name its column with 'time'.");
        }
        if (maxAhead.isNegative() || maxAhead.compareTo(MOST_AHEAD) > 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "time.max-ahead is %s: give 0 s to %d d", maxAhead, MOST_AHEAD.toDays()));
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Begins with one series, the column {@code ts} and a job's defaults. */
    public static final class Builder {

        private List<String> series = List.of();
        private String time = "ts";
        private List<String> values = List.of();
        private Duration maxAhead = MAX_AHEAD;
        private FlowSpec flow = FlowSpec.builder().build();

        private Builder() {}

        public Builder series(String... columns) {
            series = List.of(columns);
            return this;
        }

        public Builder time(String column) {
            time = column;
            return this;
        }

        public Builder values(String... columns) {
            values = List.of(columns);
            return this;
        }

        public Builder maxAhead(Duration most) {
            maxAhead = most;
            return this;
        }

        public Builder flow(FlowSpec spec) {
            flow = spec;
            return this;
        }

        public DetectSettings build() {
            return new DetectSettings(series, time, values, maxAhead, flow);
        }
    }
}
