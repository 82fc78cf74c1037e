package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "run", "backtest", "estimate", "watch", "tail", "train"})
    void explainsEveryCommand(String command) {
        int code = execute("help", command);

        assertThat(code).isZero();
        assertThat(out.toString()).startsWith("Usage: lookback " + command);
    }

    @Test
    void listsTheExitCodes() {
        execute("help", "run");

        assertThat(out.toString()).contains("0     Done.", "3     Out of memory;", "130   Stopped with Ctrl-C");
    }

    @Test
    void listsTheCommandsWhereNoneIsGiven() {
        int code = execute();

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("demo", "run", "backtest", "estimate", "watch", "tail", "train");
    }

    @Test
    void namesItsVersion() {
        int code = execute("--version");

        assertThat(code).isZero();
        assertThat(out.toString()).matches("(?s)Lookback \\d+\\.\\d+.*Java \\d+.*");
    }

    @Test
    void refusesAnUnknownOptionWithAHint() {
        int code = execute("demo", "--onec");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--onec", "--once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P106751991167300D", "9223372036854775807 d", "1 ns"})
    void refusesADurationThatNothingCanCountIn(String interval) {
        int code = execute("backtest", "--data=x", "--out=y", "--interval=" + interval);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("'--interval'", '\'' + interval + "' is not a duration", "1 ms to 36500 d");
    }

    @Test
    void saysWhichPortIsTakenAndHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int code = execute("demo", "--ui-port", Integer.toString(taken.getLocalPort()));

            assertThat(code).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("lookback: Port %d for Flink's web UI is taken".formatted(taken.getLocalPort()))
                    .contains("--ui-port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void showsWhereAnErrorCameFromOnRequestAlone() {
        int code = execute("backtest", "--data", folder.resolve("absent").toString(), "--out", "out", "--debug");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("absent is neither a file nor a folder.", "\tat io.lookback.cli");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --parallelism=0       | --parallelism is 0: give 1 to 32768.
            --parallelism=32769   | --parallelism is 32769: give 1 to 32768.
            --report-points=-1    | --report-points is -1: give 1 or more.
            --slot=0              | --slot is 0: give 1 or more.
            """)
    void refusesNumbersOutOfTheRangeOfTheirOption(String option, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "timestamp,value\n2024-03-01,1\n");

        int code = execute("backtest", "--data=" + file, "--out=" + folder.resolve("out"), option);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).startsWith("lookback: " + message);
    }

    @Test
    void refusesToStopBeforeTheFirstRecord() {
        assertThat(execute("tail", "scores", "--bootstrap=nowhere:9092", "--max=-1"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("lookback: --max is -1: give 1 or more.");
    }

    @Test
    void neverOverwritesTheInput() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "timestamp,value\n2024-03-01,1\n");

        int code = execute("backtest", "--data", file.toString(), "--out", folder.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("is the folder of the input");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            data/in/a.csv  | --report
            labels.json    | --report
            job.yaml       | --report
            data/a.csv     | --out
            """)
    void writesToNoFileThatItReads(String target, String option) throws Exception {
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("in"));
        Files.writeString(folder.resolve("labels.json"), "{}");
        Files.writeString(folder.resolve("job.yaml"), "detection.warm-up: 100");
        Files.writeString(data.resolve("in/a.csv"), "timestamp,value\n2024-03-01,1\n");
        Files.writeString(data.resolve("a.csv"), "timestamp,value\n2024-03-01,1\n");
        Path read = folder.resolve(target);
        String before = Files.readString(read);
        boolean report = option.equals("--report");
        Path link = Files.createSymbolicLink(folder.resolve("link"), report ? read : data.resolve("in"));

        int code = execute(
                "backtest",
                "--data=" + data,
                "--labels=" + folder.resolve("labels.json"),
                "--config=" + folder.resolve("job.yaml"),
                "--out=" + (report ? folder.resolve("out") : link),
                "--report=" + (report ? link : folder.resolve("report.html")));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains(option + " would overwrite " + folder.resolve("link"))
                .contains("which the command reads. Give another.");
        assertThat(Files.readString(read)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"--index, out/a.csv", "--report, out/a.csv", "--report, out/evaluation.json", "--index, report.html"})
    void writesNoTwoThingsToOneFile(String option, String target) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("a.csv"), "timestamp,value\n2024-01-01T00:00:00Z,1\n");
        Path file = folder.resolve(target);

        int code = execute(
                "backtest",
                "--data=" + data,
                "--out=" + folder.resolve("out"),
                "--report=" + (option.equals("--report") ? file : folder.resolve("report.html")),
                "--index=" + (option.equals("--index") ? file : folder.resolve("index")));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains(option + " " + file + " would overwrite what this command writes there. Give another.");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void checksSettingsWithoutStartingAnything() {
        int code = execute("run", "--dry-run", "--set", "kafka.bootstrap=nowhere:9092", "--set", "input.topic=in");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).contains("input.topic", "detection.warm-up");
    }

    @Test
    void readsAndWritesTheSameInALocaleWithDigitsOfItsOwn() {
        Locale before = Locale.getDefault();
        String[] command = {
            "run",
            "--dry-run",
            "--set",
            "kafka.bootstrap=nowhere:9092",
            "--set",
            "input.topic=in",
            "--set",
            "cells[0].kind=lstm",
            "--set",
            "detection.false-alarms=5 per 10000 records"
        };
        execute(command);
        String expected = out.toString();
        out.getBuffer().setLength(0);

        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            execute(command);
        } finally {
            Locale.setDefault(before);
        }

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEqualTo(expected).contains("cells[0].kind: lstm", "5 per 10000 records");
    }

    @Test
    void saysWhatASeriesTakes() {
        long one = statePerSeries("cells=lstm", "input.values=a");
        long remembering = statePerSeries("cells=lookback", "input.values=a");
        long four = statePerSeries("cells=lstm", "input.values=a,b,c,d");

        assertThat(one).isBetween(6_000L, 12L * 1024);
        assertThat(remembering).isBetween(one + 512 * 128, one + 80_000);
        assertThat(four).isBetween(3 * one, 4 * one);
    }

    private long statePerSeries(String cell, String values) {
        out.getBuffer().setLength(0);
        execute(
                "run",
                "--dry-run",
                "--set",
                "kafka.bootstrap=nowhere:9092",
                "--set",
                "input.topic=in",
                "--set",
                cell,
                "--set",
                values);
        Matcher line =
                Pattern.compile("# detection.state-per-series: ([0-9]+) bytes").matcher(out.toString());
        assertThat(line.find()).as(out + err.toString()).isTrue();
        return Long.parseLong(line.group(1));
    }

    @Test
    void namesTheNearestSettingForOneThatDoesNotExist() {
        int code = execute("run", "--dry-run", "--set", "kafka.bootstrap=nowhere:9092", "--set", "input.topik=in");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("input.topik", "input.topic");
    }

    private int execute(String... arguments) {
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        return commands.execute(arguments);
    }
}
