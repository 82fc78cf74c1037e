package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.integration.Commands.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forecaster, a reconstruction and a score from PyTorch, with their cards beside them, through a whole job. */
class CustomModelsJobTest {

    private static final Path MODELS = Path.of("../../operators/src/test/resources/custom");

    /** From here on memory no longer follows the load that the other metrics follow. */
    private static final int APART = 400;

    @TempDir
    Path folder;

    @Test
    void metricsThatComeApartRaiseAnAlertThatNamesTheModels() throws IOException {
        write();

        Answer answer = Commands.run(
                "backtest",
                "--data",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve("out").toString(),
                "--set",
                "cells=lstm",
                "--set",
                String.format(
                        Locale.ROOT,
                        "models=[%s, %s, %s]",
                        MODELS.resolve("autoencoder.onnx"),
                        MODELS.resolve("forecaster.onnx"),
                        MODELS.resolve("classifier.onnx")));

        assertThat(answer.code()).as(answer.err()).isZero();
        List<String[]> rows = Files.readAllLines(folder.resolve("out/service.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(rows).hasSize(440);
        assertThat(rows.subList(APART, APART + 4))
                .anySatisfy(row -> assertThat(row[6]).isEqualTo("1"));
        assertThat(rows.subList(APART, APART + 10))
                .extracting(row -> row[7])
                .containsAnyOf("autoencoder.error", "forecaster.error", "classifier.score");
    }

    @Test
    void aModelThatDoesNotFitStopsTheJobBeforeItsFirstRecord() throws IOException {
        write();
        Path nameless = Files.copy(MODELS.resolve("classifier.onnx"), folder.resolve("nameless.onnx"));

        Answer answer = Commands.run(
                "backtest",
                "--data",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve("out").toString(),
                "--set",
                "models=[" + nameless + "]");

        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.err()).contains("does not fit yet", "name is missing");
    }

    private void write() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("timestamp,cpu,memory,latency\n");
        for (int row = 0; row < 440; row++) {
            double load = Math.sin(2 * Math.PI * row / 24.0) + 0.3 * Math.sin(2 * Math.PI * row / 7.0);
            text.append(String.format(
                    Locale.ROOT,
                    "%d,%.4f,%.4f,%.4f%n",
                    1_700_000_000L + 60 * row,
                    50 + 20 * load + 0.5 * random.nextGaussian(),
                    4 + (row < APART ? load : -load - 1) + 0.02 * random.nextGaussian(),
                    100 + 40 * load + 0.5 * random.nextGaussian()));
        }
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/service.csv"), text);
    }
}
