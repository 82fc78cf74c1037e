package io.lookback.integration;

import io.lookback.cli.Main;
import io.lookback.integration.cluster.TestJvm;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Runs commands in this process, or lets others run them. */
final class Commands {

    /** What a command answered. */
    record Answer(int code, String out, String err) {}

    private Commands() {}

    static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        int code = commands.execute(arguments);
        return new Answer(code, out.toString(), err.toString());
    }

    /**
     * A script {@code lookback} that starts the command line with the classes under test.
     *
     * @param options of the JVM; those in {@code LOOKBACK_JAVA_OPTS} come after them
     */
    static Path script(Path folder, String... options) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Xmx1g",
                "-cp",
                '"' + absolute(System.getProperty("java.class.path")) + '"'));
        lines.addAll(TestJvm.compilers());
        lines.addAll(List.of(options));
        Path arguments = Files.write(folder.resolve("java-arguments"), lines);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path script = Files.writeString(
                folder.resolve("lookback"),
                "#!/bin/sh\nexec '%s' '@%s' ${LOOKBACK_JAVA_OPTS:-} %s \"$@\"\n"
                        .formatted(java, arguments, Main.class.getName()));
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
        return script;
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
