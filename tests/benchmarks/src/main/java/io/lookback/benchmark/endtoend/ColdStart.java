package io.lookback.benchmark.endtoend;

import io.lookback.cli.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures the time from the start of a {@code lookback run} process to the instant at which its first score is in the
 * topic: the shell script, the JVM, Flink, the models, the first checkpoint's preparations and the first wave. Broker
 * and records are there before.
 *
 * @param launcher the command {@code lookback}, built
 */
record ColdStart(Path launcher, Setup setup) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(2);

    /** Returns how long it took; the process has ended. */
    Duration measure(Contender contender, Route route) throws Exception {
        setup.job(route, contender.cells());
        Process process;
        try (OutputLog scores = new OutputLog(route.bootstrap(), route.scores())) {
            scores.size(); // the reader is connected before the clock runs
            long begin = System.nanoTime();
            process = start(route);
            try {
                awaitScore(process, scores, route, begin);
                return Duration.ofNanos(System.nanoTime() - begin);
            } finally {
                end(process);
            }
        }
    }

    private Process start(Route route) throws IOException {
        String port = String.valueOf(Ports.free(1).get(0));
        List<String> command = List.of(
                launcher.toString(), "run", "--config", setup.file(route).toString(), "--ui-port", port);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(route).toFile());
        builder.environment()
                .put(
                        "LOOKBACK_LOG",
                        setup.directory().resolve(route.output() + ".log").toString());
        return builder.start();
    }

    private void awaitScore(Process process, OutputLog scores, Route route, long begin) throws Exception {
        while (scores.size() == 0) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "'%s' gave no score within %s; it said:%n%s",
                        launcher,
                        PATIENCE,
                        Files.readString(output(route))));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    private Path output(Route route) {
        return setup.directory().resolve(route.output() + ".out");
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
