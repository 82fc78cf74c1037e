package io.lookback.benchmark.endtoend;

import io.lookback.cli.topic.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Measures the time from the instant at which a record is due to the instant at which a reader of uncommitted records
 * holds its score. A score bears its record's event time, and that tells which record it was. The load, the job, the
 * broker and the reader share this machine.
 *
 * @param settled records that the job scores before, so that it does not begin with series that are new
 */
record LatencyTrial(Workload workload, OpenLoop load, long settled) {

    private static final Duration LEAD = Duration.ofMillis(200);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Without it a fast load is one request for each record, and the broker's work on them all that is measured. */
    private static final int LINGER_MS = 1;

    /** Loads a job that runs and waits on an empty topic; returns when each record has its score. */
    Latency measure(RunningJob job, Route route) throws Exception {
        try (Sender sender = new Sender(route.bootstrap(), route.input(), workload, LINGER_MS)) {
            settle(job, route, sender);
            try (TopicReader scores = TopicReader.open(
                    route.bootstrap(), Map.of("isolation.level", "read_uncommitted"), List.of(route.scores()), false)) {
                long begin = System.nanoTime() + LEAD.toNanos();
                FutureTask<Void> sent = new FutureTask<>(() -> load.run(sender, settled, begin), null);
                new Thread(sent, "load").start();
                Latency latency = read(job, scores, begin);
                sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return latency;
            }
        }
    }

    private void settle(RunningJob job, Route route, Sender sender) throws Exception {
        for (long index = 0; index < settled; index++) {
            sender.send(index);
        }
        try (OutputLog scores = new OutputLog(route.bootstrap(), route.scores())) {
            new ScoreWatch(job, scores).await(settled, Duration.ofDays(1));
        }
    }

    private Latency read(RunningJob job, TopicReader scores, long begin) throws Exception {
        Arrivals arrivals = new Arrivals(load);
        long end = begin + load.due(load.records()) + PATIENCE.toNanos();
        while (!arrivals.complete() && System.nanoTime() < end) {
            job.requireRunning();
            ConsumerRecords<byte[], byte[]> polled = scores.poll(POLL);
            long now = System.nanoTime() - begin;
            for (ConsumerRecord<byte[], byte[]> score : polled) {
                arrivals.take(Math.toIntExact(workload.index(score.timestamp()) - settled), now);
            }
        }
        return arrivals.until(System.nanoTime() - begin);
    }
}
