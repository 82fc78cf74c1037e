package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Measures how fast a job empties a topic that was filled before. The broker stamps each score on its arrival, so the
 * clock is the same for every contender, stands behind its last stage, and costs it nothing. The first quarter of the
 * scores is not counted: tasks start, code is compiled, series are new.
 *
 * @param records that the topic has
 * @param limit time after the first score at which a slow job is stopped: its rate is that of what it has done
 */
record ThroughputTrial(long records, Duration limit) {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FEWEST = 8;

    ThroughputTrial {
        if (records < FEWEST) {
            throw new IllegalArgumentException("%d records: give %d or more".formatted(records, FEWEST));
        }
    }

    /** Returns when the job is through or its time is up; the job goes on. */
    Throughput measure(RunningJob job, OutputLog scores, OutputLog deadLetters) throws Exception {
        long scored = awaitEnd(job, scores);
        if (deadLetters.size() > 0) {
            throw new IllegalStateException("%d records were rejected".formatted(deadLetters.size()));
        }
        long first = scored / 4;
        long last = scored - 1;
        return Throughput.between(scored, first, scores.stampOf(first), last, scores.stampOf(last));
    }

    private long awaitEnd(RunningJob job, OutputLog scores) throws Exception {
        long begin = System.nanoTime();
        long advanced = begin;
        long scored = 0;
        while (scored < records && (scored < FEWEST || System.nanoTime() - begin < limit.toNanos())) {
            job.requireRunning();
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            long now = scores.size();
            if (now > scored) {
                begin = scored == 0 ? System.nanoTime() : begin;
                advanced = System.nanoTime();
                scored = now;
            } else if (System.nanoTime() - advanced > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "No score within %s after %d of %d".formatted(PATIENCE, scored, records));
            }
        }
        return Math.min(scored, records);
    }
}
