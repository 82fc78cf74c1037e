package io.lookback.cli.demo;

import io.lookback.cli.CliException;
import io.lookback.cli.Interruption;
import io.lookback.cli.LiveLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Sends a replay to a running job, shows what comes back, and accounts for it. */
final class Demonstration {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Replay replay;
    private final String bootstrap;
    private final DemoTopics topics;
    private final Job job;
    private final LiveLine console;
    private final RoundTrips roundTrips = new RoundTrips();
    private final long begin = System.nanoTime();

    Demonstration(Replay replay, String bootstrap, DemoTopics topics, Job job, LiveLine console) {
        this.replay = replay;
        this.bootstrap = bootstrap;
        this.topics = topics;
        this.job = job;
        this.console = console;
    }

    /**
     * Returns the command's exit code.
     *
     * @param rate records a second; 0 for as many as possible
     * @param once whether to stop at the end of the data; otherwise it goes on until the thread is interrupted
     */
    int run(double rate, boolean once) throws Exception {
        try (Monitor monitor = new Monitor(bootstrap, topics, roundTrips, console::print)) {
            monitor.start();
            send(new Pace(rate, System::nanoTime), monitor);
            await(monitor);
            if (!once) {
                idle(monitor);
            }
        } catch (Exception failed) {
            if (Interruption.requested()) {
                summarize();
            }
            throw failed;
        }
        return summarize() ? 0 : 1;
    }

    private void send(Pace pace, Monitor monitor) throws Exception {
        try (Sender sender = new Sender(bootstrap, topics.observations(), roundTrips)) {
            long sent = 0;
            while (replay.hasNext()) {
                pace.await();
                sender.send(replay.next());
                if (++sent % 64 == 0) {
                    watch(monitor);
                }
            }
            sender.flush();
        }
    }

    /** Waits until everything that was sent is answered; gives up when nothing more comes. */
    private void await(Monitor monitor) throws Exception {
        long answered = -1;
        long since = System.nanoTime();
        while (!roundTrips.answered()) {
            watch(monitor);
            long now = roundTrips.counts().scores();
            if (now != answered) {
                answered = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                return;
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private void idle(Monitor monitor) throws Exception {
        console.print("End of the data. Kafka and Flink run until Ctrl-C.");
        while (true) {
            watch(monitor);
            Thread.sleep(POLL.toMillis());
        }
    }

    private void watch(Monitor monitor) throws Exception {
        monitor.check();
        if (job.ended()) {
            throw new CliException("The job ended before the data did.");
        }
        RoundTrips.Counts counts = roundTrips.counts();
        console.update(String.format(
                Locale.ROOT,
                "%,d records sent, %,d scored, %,d dead letters, %d alerts (%d open), %.0f records/s",
                counts.sent(),
                counts.scores(),
                counts.deadLetters(),
                counts.alerts(),
                counts.openAlerts(),
                counts.scores() / seconds()));
    }

    /** Returns whether every valid record got exactly one score. */
    private boolean summarize() throws IOException {
        console.clear();
        Summary summary = new Summary(
                roundTrips.counts(),
                DetectedLabels.of(replay.labels(), roundTrips.alerts()),
                replay.skipped(),
                Interruption.requested(),
                seconds());
        summary.lines().forEach(console::print);
        return summary.counts().exact();
    }

    /** What works on the records. */
    interface Job {

        /** Fails if the job has failed. */
        boolean ended() throws Exception;
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
