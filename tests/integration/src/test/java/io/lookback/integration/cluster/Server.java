package io.lookback.integration.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that answers somebody: started, killed and started again, each time until it answers. */
final class Server implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;

    private final String name;
    private final Duration patience;
    private final Launch launch;
    private final Question question;
    private JavaProcess process;

    private Server(String name, Duration patience, Launch launch, Question question) throws IOException {
        this.name = name;
        this.patience = patience;
        this.launch = launch;
        this.question = question;
        this.process = launch.start();
    }

    static Server start(String name, Duration patience, Launch launch, Question question) throws Exception {
        Server server = new Server(name, patience, launch, question);
        server.awaitAnswer();
        return server;
    }

    /** Starts the process, the same each time. */
    interface Launch {
        JavaProcess start() throws IOException;
    }

    /** Throws an {@link IOException} or a {@link RuntimeException} until the process answers. */
    interface Question {
        void ask() throws Exception;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    void restart() throws Exception {
        process = launch.start();
        awaitAnswer();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }

    private void awaitAnswer() throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                question.ask();
                return;
            } catch (IOException | RuntimeException silent) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new UncheckedIOException(
                            new IOException("%s does not answer: %s".formatted(name, process.printed()), silent));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }
}
