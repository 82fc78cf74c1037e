package io.lookback.cli.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.Main;
import io.lookback.flow.FlowSpec;
import io.lookback.job.JobConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EstimateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void saysWhatAllSeriesTake() {
        int code = execute("estimate", "--series=100000", "--records=200");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("100,000 series at their largest", "State on the heap", "Native rows", "Checkpoint");
    }

    @Test
    void followsTheJobsSettings() throws Exception {
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, "kafka.bootstrap: broker:9092\ninput.topic: metrics\nstate.backend: rocksdb\n");

        int code = execute("estimate", "--series=10", "--records=1", "--config=" + file, "--set=state.max-series=9");

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).contains("State on disk", "raise state.max-series to 10");
    }

    @Test
    void takesTheNumberOfValuesFromTheSettingsWhereTheyNameThem() {
        execute("estimate", "--series=10", "--records=1", "--set=input.values=cpu, mem");
        execute("estimate", "--series=10", "--records=1", "--set=input.values=v.*");
        execute("estimate", "--series=10", "--records=1", "--set=input.values=v.*", "--features=3");

        assertThat(out.toString())
                .contains("One series with 2 values\n", "One series with 3 values\n")
                .contains("One series with one value (the settings do not name them one by one; more need more)\n");
    }

    @Test
    void moreFeaturesAndMoreCellsTakeMore() throws Exception {
        SeriesSize one = size(1, "cells=lstm");
        SeriesSize eight = size(8, "cells=lstm");
        SeriesSize attention = size(1, "cells=self-attention-rnn");

        assertThat(eight.checkpoint()).isGreaterThan(4 * one.checkpoint());
        assertThat(attention.checkpoint()).isGreaterThan(one.checkpoint());
        assertThat(attention.caches().get(0)).isPositive();
    }

    @Test
    void theHeapTakesAboutWhatACheckpointTakes() throws Exception {
        SeriesSize size = size(1, "cells=lstm,self-attention-rnn,local-attention");

        assertThat(size.heap()).isBetween(size.checkpoint() / 2, size.checkpoint() * 3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --series=0             | --series is 0: give 1 to 2147483647.
            --series=999999999999  | --series is 999999999999: give 1 to 2147483647.
            --features=0           | --features is 0: give 1 to 1024.
            --features=1025        | --features is 1025: give 1 to 1024.
            --records=0            | --records is 0: give 1 or more.
            """)
    void refusesNumbersThatNoJobCanHave(String option, String message) {
        int code =
                option.startsWith("--series") ? execute("estimate", option) : execute("estimate", "--series=1", option);

        assertThat(code).isOne();
        assertThat(err.toString()).contains(message);
    }

    private static SeriesSize size(int features, String... settings) throws InterruptedException {
        List<String> told = new ArrayList<>(List.of("kafka.bootstrap=none:9092", "input.topic=none"));
        told.addAll(List.of(settings));
        FlowSpec flow = JobConfig.load(Optional.empty(), told).flow();
        return SeriesSize.after(List.of(300L), flow, features).get(0);
    }

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
