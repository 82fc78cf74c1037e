package io.lookback.integration;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Python of this machine: the system's own before others, because packages of the system belong to it. */
final class Python {

    /** What a program answered, both streams together. */
    record Answer(int code, String text) {}

    private static final String SYSTEM = "/usr/bin/python3";
    private static final String NEW_ENOUGH = "import sys; sys.exit(sys.version_info < (3, 9))";
    private static final long MINUTES = 20;

    private Python() {}

    /** Empty where these modules can be imported; otherwise what is missing. */
    static Optional<String> missing(String... modules) throws IOException, InterruptedException {
        if (interpreter().isEmpty()) {
            return Optional.of("no python3 of version 3.9 or later");
        }
        List<String> absent = new ArrayList<>();
        for (String module : modules) {
            if (answer(interpreter().get(), Path.of("."), Map.of(), List.of("-c", "import " + module))
                            .code()
                    != 0) {
                absent.add(module);
            }
        }
        return absent.isEmpty()
                ? Optional.empty()
                : Optional.of(interpreter().get() + " has no " + String.join(", ", absent));
    }

    /** Runs it to its end. */
    static Answer run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return answer(interpreter().orElseThrow(), folder, environment, List.of(arguments));
    }

    private static Optional<String> interpreter() throws IOException, InterruptedException {
        List<String> candidates = new ArrayList<>(List.of(SYSTEM));
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "python3").toString())
                .forEach(candidates::add);
        for (String candidate : candidates) {
            if (Files.isExecutable(Path.of(candidate))
                    && answer(candidate, Path.of("."), Map.of(), List.of("-c", NEW_ENOUGH))
                                    .code()
                            == 0) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Answer answer(String python, Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(arguments);
        Path output = Files.createTempFile("python", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(
                        "%s runs for more than %d minutes:%n%s".formatted(command, MINUTES, Files.readString(output)));
            }
            return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
