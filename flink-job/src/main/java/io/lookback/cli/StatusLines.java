package io.lookback.cli;

import io.lookback.cli.status.JobStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Says every few seconds where a job stands, at once what is wrong with the first record that was rejected for a reason,
 * and gives an account at the end: a job that turns a topic into dead letters must not look like one that works.
 */
final class StatusLines {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final String COUNTERS = "counters";
    private static final String OTHER_UNITS = "other units";

    private final LocalJob job;
    private final LiveLine console;
    private final long begin = System.nanoTime();
    private final Set<String> told = new HashSet<>();
    private long looked = begin;
    private long shown = begin;
    private String last = "";
    private long restarts;

    StatusLines(LocalJob job, LiveLine console) {
        this.job = job;
        this.console = console;
    }

    LiveLine console() {
        return console;
    }

    /** Called again and again while the job runs. */
    void update() throws InterruptedException {
        long now = System.nanoTime();
        if (now - looked < LOOK.toNanos()) {
            return;
        }
        looked = now;
        JobStatus status = job.status();
        tellCauses(status);
        tellUnits(status);
        tellRestarts(status);
        if (now - shown >= INTERVAL.toNanos() && !status.line().equals(last)) {
            shown = now;
            last = status.line();
            console.print(last);
        }
    }

    /** The account of a job that has ended. */
    void end() throws InterruptedException {
        JobStatus status = job.status();
        tellCauses(status);
        tellUnits(status);
        status.summary((System.nanoTime() - begin) / 1e9).forEach(console::print);
    }

    /**
     * The same of one that was stopped or failed.
     *
     * @param inOrder whether all that it scored was written
     */
    void stopped(boolean inOrder) {
        try {
            end();
            if (!inOrder) {
                console.print(
                        "The job did not end in order: what was under way may be counted and not written, or rejected and not counted.");
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellRestarts(JobStatus status) throws InterruptedException {
        if (status.restarts() > restarts) {
            restarts = status.restarts();
            console.print(String.format(
                    Locale.ROOT,
                    "The job failed and starts again, restart %,d: %s",
                    restarts,
                    job.lastFailure().orElse("the log says why")));
        }
    }

    private void tellUnits(JobStatus status) {
        if (status.otherUnits() > 0 && told.add(OTHER_UNITS)) {
            console.print(
                    "Warning: a topic mixes units of time, such as seconds and milliseconds. Each number is read by its own magnitude. If that is wrong, name the unit with input.time.format: records in another one are rejected then.");
        }
    }

    private void tellCauses(JobStatus status) {
        if (status.counters() > 0 && told.add(COUNTERS)) {
            console.print(
                    "A value climbs and never falls, as a counter does (the log names it): name counters under input.counters, and their rates are scored.");
        }
        status.rejected().forEach((reason, cause) -> {
            if (told.add(reason)) {
                console.print(String.format(
                        Locale.ROOT,
                        "First record that is rejected as %s, %s",
                        reason.toLowerCase(Locale.ROOT).replace('_', '-'),
                        cause.first()));
            }
        });
    }
}
