package io.lookback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@Tag("slow")
class TemporaryFolderTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path temporary;

    @TempDir
    private Path data;

    @Test
    void aBacktestLeavesNothingBehind() throws Exception {
        Path series = Files.writeString(data.resolve("series.csv"), rows());

        Process backtest = start(
                Main.class,
                "backtest",
                "--data",
                series.toString(),
                "--out",
                data.resolve("out").toString(),
                "--set",
                "cells=none");

        assertThat(said(backtest)).contains("300 rows scored");
        assertThat(backtest.waitFor()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNext() throws Exception {
        Process killed = start(Holder.class, "forever");
        String left = firstLine(killed);
        killed.destroyForcibly().waitFor();
        assertThat(Path.of(left)).exists();

        Process next = start(Holder.class);
        said(next);

        assertThat(next.waitFor()).isZero();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatIsNotOfAProcessStays() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("lookback-tmp-mine"));
        Files.createFile(folder.resolve(".lookback-process"));

        said(start(Holder.class));

        assertThat(folder).exists();
    }

    @Test
    void whatALivingProcessHoldsStays() throws Exception {
        Process living = start(Holder.class, "forever");
        String held = firstLine(living);

        said(start(Holder.class));

        assertThat(Path.of(held)).exists();
        living.destroyForcibly().waitFor();
    }

    private static String rows() {
        return IntStream.range(0, 300)
                .mapToObj(row -> "%s,%d%n".formatted(BEGIN.plusSeconds(60L * row), row % 7))
                .collect(Collectors.joining("", "timestamp,value\n", ""));
    }

    private static String firstLine(Process process) throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-Dlog4j2.configurationFile=lookback-log4j2.xml",
                "-Dlookback.log.file=" + data.resolve("log"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Stream.of(arguments).forEach(command::add);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Holds a temporary folder, whose name it prints. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            System.out.println(TemporaryFolder.create("held-"));
            if (arguments.length > 0) {
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
