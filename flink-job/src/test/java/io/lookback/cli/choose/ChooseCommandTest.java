package io.lookback.cli.choose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.cli.skill.Track;
import io.lookback.job.JobConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ChooseCommandTest {

    private static final Track RHYTHM = Generated.rhythm(96, 1_500, 3);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void recommendsTheCellThatLooksBackForALongRhythmAndWritesIt() throws IOException {
        Path file = folder.resolve("cells.yaml");

        int code = choose(RHYTHM, "--kinds=lookback,lstm", "--out=" + file);

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("yes  96 steps, in 1 of 1 features", "-> attention over the history")
                .contains("Recommended: lookback, by measurement, as the rule of thumb says");
        assertThat(Files.readString(file)).contains("cells: [lookback]");
        assertThat(JobConfig.load(Optional.of(file), List.of("kafka.bootstrap=none:9092", "input.topic=none"))
                        .flow()
                        .cells())
                .singleElement()
                .matches(cell -> cell.kind().equals("lookback"));
    }

    @Test
    @Tag("slow")
    void recommendsNoCellWhereNothingCanBeForecast() throws IOException {
        int code = choose(Generated.walk(1_500, 1), "--kinds=lookback,lstm");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("in 0 of 1 features", "-> no network", "Recommended: none, by measurement", "cells: none");
    }

    @Test
    @Tag("slow")
    void excludesHistoriesThatDoNotFitTheMemory() throws IOException {
        int code = choose(RHYTHM, "--kinds=lookback,lstm", "--series=100000", "--memory=4gb");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .containsPattern("lookback .* out: needs [\\d,]+ MB for 100,000 series")
                .contains("-> linear attention or a state space")
                .doesNotContain("cells: [lookback]");
    }

    @Test
    void excludesWhatIsTooSlowUnlessNothingIsLeft() throws IOException {
        int code = choose(RHYTHM, "--kinds=lstm", "--records-per-second=1e9", "--cores=1");

        assertThat(code).isOne();
        assertThat(err.toString()).contains("The machine can run none of the candidates: 'none' takes");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(execute("choose")).isOne();
        assertThat(choose(Generated.noise(100, 1))).isOne();
        assertThat(choose(RHYTHM, "--memory=lots")).isOne();
        assertThat(choose(RHYTHM, "--model=gru.onnx")).isOne();

        assertThat(err.toString())
                .contains("Give --data with files, or --config")
                .contains("No feature of the data has 300 values and moves")
                .contains("--memory is 'lots'")
                .contains("--model is 'gru.onnx': give a kind and a file");
    }

    @Test
    void refusesToOverwriteWhatItReads() throws IOException {
        Path data = Files.createDirectories(folder.resolve("own"));
        Generated.write(RHYTHM, data);
        Path csv = data.resolve(RHYTHM.name() + ".csv");
        String before = Files.readString(csv);

        int code = execute("choose", "--data=" + data, "--kinds=lstm", "--out=" + csv);

        assertThat(code).isOne();
        assertThat(err.toString())
                .contains("--out would overwrite " + csv + ", which the command reads. Give another.");
        assertThat(Files.readString(csv)).isEqualTo(before);
        assertThat(execute("choose", "--data=" + data, "--kinds=lstm", "--out=" + data))
                .isOne();
        assertThat(err.toString()).contains("--out: " + data + " is a folder. Give a file.");
    }

    private int choose(Track track, String... options) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data-" + track.name() + track.length()));
        Generated.write(track, data);
        List<String> all = new ArrayList<>(List.of("choose", "--data=" + data));
        all.addAll(List.of(options));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments);
    }
}
