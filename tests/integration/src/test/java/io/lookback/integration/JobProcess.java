package io.lookback.integration;

import io.lookback.cli.Main;
import io.lookback.integration.cluster.TestJvm;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code lookback run} as a process of its own, which can be killed. */
final class JobProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Path directory;
    private final List<String> settings;

    private @Nullable Process process;

    JobProcess(Path directory, List<String> settings) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.settings = settings;
    }

    /** @param restore checkpoint to go on from */
    void start(Optional<String> restore) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Dlog4j2.configurationFile=lookback-log4j2.xml",
                "-Dlookback.log.file=" + directory.resolve("job.log"),
                Main.class.getName(),
                "run",
                "--ui-port",
                "0",
                "--set",
                "state.checkpoints=" + checkpoints().toUri()));
        command.addAll(1, TestJvm.compilers());
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        restore.ifPresent(path -> command.addAll(List.of("--restore", path)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output.txt").toFile()))
                .start();
    }

    /**
     * SIGKILL: no hook, no commit, no goodbye.
     *
     * @return the last checkpoint that it completed
     */
    Optional<String> kill() throws InterruptedException, IOException {
        Process running = running();
        running.destroyForcibly();
        running.waitFor();
        return Checkpoints.newest(checkpoints()).map(Path::toString);
    }

    /** Waits until a checkpoint is completed. */
    void awaitCheckpoint(Duration patience) throws Exception {
        awaitCheckpointAfter(Optional.empty(), patience);
    }

    /** Waits until the newest completed checkpoint is another than the one that is newest now. */
    void awaitNextCheckpoint(Duration patience) throws Exception {
        awaitCheckpointAfter(Checkpoints.newest(checkpoints()), patience);
    }

    private void awaitCheckpointAfter(Optional<Path> known, Duration patience) throws Exception {
        Standstill standstill = Standstill.of(patience, this::logged);
        while (!standstill.reached()) {
            Optional<Path> newest = Checkpoints.newest(checkpoints());
            if (newest.isPresent() && !newest.equals(known)) {
                return;
            }
            if (!running().isAlive()) {
                throw new AssertionError("The job ended: " + printed());
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        throw new AssertionError("No checkpoint within %s under %s".formatted(patience, directory));
    }

    /** Whether it has ended by itself or was killed. */
    boolean ended() {
        return !running().isAlive();
    }

    /** Waits until the job ends by itself. */
    int awaitEnd(Duration patience) throws Exception {
        Standstill standstill = Standstill.of(patience, this::logged);
        while (!ended()) {
            if (standstill.reached()) {
                throw new AssertionError("The job does not end: " + printed());
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return running().exitValue();
    }

    private long logged() {
        return directory.resolve("job.log").toFile().length()
                + directory.resolve("output.txt").toFile().length();
    }

    /** What the job wrote to its console. */
    String printed() throws IOException {
        return Files.readString(directory.resolve("output.txt"));
    }

    @Override
    public void close() throws InterruptedException, IOException {
        if (process != null) {
            kill();
        }
    }

    private Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("The job was not started");
        }
        return process;
    }
}
