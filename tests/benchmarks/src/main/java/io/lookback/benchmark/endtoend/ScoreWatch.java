package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Waits for the scores of a job, and fails when it does or when they stop. One thread. */
record ScoreWatch(RunningJob job, OutputLog scores) {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Waits until there are that many scores, at most so long since the first of them, and returns how many there are.
     */
    long await(long wanted, Duration limit) throws Exception {
        long seen = scores.size();
        long begin = System.nanoTime();
        long advanced = begin;
        while (seen < wanted && (seen == 0 || System.nanoTime() - begin < limit.toNanos())) {
            job.requireRunning();
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            long now = scores.size();
            if (now > seen) {
                advanced = System.nanoTime();
                begin = seen == 0 ? advanced : begin;
                seen = now;
            } else if (System.nanoTime() - advanced > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        String.format(Locale.ROOT, "No score within %s after %d of %d", PATIENCE, seen, wanted));
            }
        }
        return seen;
    }
}
