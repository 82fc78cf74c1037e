package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.Locale;

/**
 * Measures how fast a job empties a topic that was filled before. The broker stamps each score on its arrival, so the
 * clock is the same for every contender, stands behind its last stage, and costs it nothing.
 *
 * @param records that the topic has
 * @param settling records that are not counted: tasks start, code is compiled, series are new
 * @param settlingLimit time after the first score at which counting begins whatever is settled
 * @param limit of what is counted: a job that is not through by then has the rate of what it has done
 */
record ThroughputTrial(long records, long settling, Duration settlingLimit, Duration limit) {

    ThroughputTrial {
        if (settling < 1 || records <= settling) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d records, of which the first %d are not counted: give more records, fewer series or a shorter time to settle",
                    records,
                    settling));
        }
    }

    /** Returns when the job is through or its time is up; the job goes on. */
    Throughput measure(RunningJob job, OutputLog scores, OutputLog deadLetters) throws Exception {
        ScoreWatch watch = new ScoreWatch(job, scores);
        long first = Math.min(watch.await(settling, settlingLimit), records - 1) - 1;
        long last = Math.min(watch.await(records, limit), records) - 1;
        if (deadLetters.size() > 0) {
            throw new IllegalStateException(String.format(Locale.ROOT, "%d records were rejected", deadLetters.size()));
        }
        return Throughput.between(first, scores.stampOf(first), last, scores.stampOf(last));
    }

    /** The same from the first record on, for so long. */
    ThroughputTrial within(Duration time) {
        return new ThroughputTrial(records, 1, time, time);
    }
}
