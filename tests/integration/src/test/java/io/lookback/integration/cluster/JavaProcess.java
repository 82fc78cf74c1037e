package io.lookback.integration.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process whose output goes to a file. */
final class JavaProcess implements AutoCloseable {

    private final String name;
    private final Path output;
    private final Process process;

    private JavaProcess(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    /** @param line JVM options, main class and arguments */
    static JavaProcess start(
            String name, Path output, String classPath, Map<String, String> environment, List<String> line)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String opened : List.of("java.base/java.util", "java.base/java.lang", "java.base/java.net")) {
            command.addAll(List.of("--add-opens", opened + "=ALL-UNNAMED"));
        }
        command.addAll(TestJvm.compilers());
        command.addAll(line);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", classPath);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new JavaProcess(name, output, process);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no hook, no goodbye. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** @return what it printed, if it ended well within the time */
    String finish(long seconds) throws Exception {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("%s did not end within %d s: %s".formatted(name, seconds, printed()));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("%s ended with %d: %s".formatted(name, process.exitValue(), printed()));
        }
        return printed();
    }

    String printed() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
