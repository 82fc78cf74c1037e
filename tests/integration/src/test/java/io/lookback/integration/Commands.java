package io.lookback.integration;

import io.lookback.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs commands in this process. */
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
}
