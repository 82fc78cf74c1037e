package io.lookback.flow;

import io.lookback.cell.CellSpec;
import io.lookback.control.Announcement;
import io.lookback.control.Announcement.ModelFile;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlContent;
import io.lookback.control.ControlEntry;
import io.lookback.control.ControlLimits;
import io.lookback.control.SeriesPattern;
import io.lookback.detection.DetectionSpec;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.flow.ControlledHarness.Place;
import io.lookback.memory.HistoryBound;
import io.lookback.testkit.Backend;
import io.lookback.testkit.TinyModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.jspecify.annotations.Nullable;

/** Announced models in files, and jobs that score the same waves with them. */
final class ModelStage {

    static final long START = 1_700_000_000_000L;
    static final long MINUTE = 60_000;

    private final Path folder;
    private long offset = 100;

    ModelStage(Path folder) {
        this.folder = folder;
    }

    /** Of a tiny model, as cell {@code lstm}. */
    Announcement tiny(String id, String series, TinyModel model) throws Exception {
        return announcement(id, series, "lstm", model.name() + '-' + model.version(), model.bytes());
    }

    /** Of the shipped model with other lines in its card, version 2 among them. */
    Announcement shipped(String id, String series, String cell, Map<String, String> card) throws Exception {
        return announcement(id, series, cell, cell + "-2", shipped(cell, card));
    }

    static Announcement shadow(Announcement announcement) {
        return new Announcement(
                "shadow-" + announcement.id(),
                announcement.series(),
                announcement.cell(),
                announcement.model(),
                announcement.file(),
                true,
                announcement.reason());
    }

    /** A change that follows those before. */
    ControlChange removal(String id) {
        return ControlledHarness.change(offset++, id, null);
    }

    static ControlledHarness start(Backend backend, FlowSpec spec, ControlEntry... held) throws Exception {
        return new ControlledHarness(spec, held(held), ControlLimits.DEFAULT, null, new Place(backend, 1, 0));
    }

    static ControlledHarness restore(
            Backend backend, FlowSpec spec, @Nullable OperatorSubtaskState state, ControlEntry... held)
            throws Exception {
        return new ControlledHarness(spec, held(held), ControlLimits.DEFAULT, state, new Place(backend, 1, 0));
    }

    static ControlContent held(ControlEntry... entries) {
        return new ControlContent(ControlledHarness.content(entries).changes(), Set.of(), Map.of(0, 50L));
    }

    ControlChange announce(String id, String series, TinyModel model) throws Exception {
        return change(announcement(id, series, "lstm", model.name() + '-' + model.version(), model.bytes()));
    }

    ControlChange announce(String id, String series, String cell, byte[] model) throws Exception {
        return change(announcement(id, series, cell, cell + "-2", model));
    }

    ControlChange change(Announcement announcement) {
        return ControlledHarness.change(offset++, announcement.id(), announcement);
    }

    Announcement announcement(String id, String series, String cell, String name, byte[] model) throws Exception {
        return announcement(id, series, cell, name, write(model), sha256(model));
    }

    static Announcement announcement(String id, String series, String cell, String name, Path file, String sha256) {
        return new Announcement(
                id, new SeriesPattern(series), cell, name, new ModelFile(file.toString(), sha256), false, "better");
    }

    Path write(byte[] model) throws IOException {
        return Files.write(folder.resolve(sha256(model) + ".onnx"), model);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The shipped model with other lines in its card. */
    static byte[] shipped(String cell, Map<String, String> card) throws IOException {
        try (InputStream in = ModelStage.class.getResourceAsStream("/models/" + cell + ".onnx")) {
            return TinyModel.withCard(Objects.requireNonNull(in).readAllBytes(), card);
        }
    }

    static void play(ControlledHarness harness, int from, int to, String... series) throws Exception {
        play(harness, from, to, waves(), series);
    }

    static void play(ControlledHarness harness, int from, int to, IntToDoubleFunction values, String... series)
            throws Exception {
        for (Observation observation : records(from, to, values, series)) {
            harness.record(observation);
        }
    }

    static List<Observation> records(int from, int to, IntToDoubleFunction values, String... series) {
        List<Observation> records = new ArrayList<>();
        for (int step = from; step < to; step++) {
            for (String name : series) {
                long at = step * 10L + name.hashCode() % 10;
                records.add(Scripts.at(name, START + MINUTE * step, values.applyAsDouble(step), at));
            }
        }
        return records;
    }

    static IntToDoubleFunction waves() {
        return step -> 10 * Math.sin(step / 9.0) + new Random(step).nextGaussian() + (step % 70 == 69 ? 60 : 0);
    }

    static IntToDoubleFunction flat() {
        return step -> 7 + step % 2;
    }

    static List<Score> scores(ControlledHarness harness, String series) {
        return harness.scores().stream()
                .filter(score -> score.observation().series().equals(series))
                .toList();
    }

    static List<String> models(ControlledHarness harness, String series, int from, int to) {
        return scores(harness, series).stream()
                .filter(score -> step(score) >= from && step(score) < to)
                .map(Score::model)
                .toList();
    }

    static double expected(ControlledHarness harness, String series, int step) {
        return scores(harness, series).stream()
                .filter(score -> step(score) == step)
                .mapToDouble(score -> score.features().get(0).expected())
                .findFirst()
                .orElseThrow();
    }

    private static long step(Score score) {
        return (score.observation().time() - START) / MINUTE;
    }

    /** Without the names of the models. */
    static List<Score> unsigned(List<Score> scores) {
        return scores.stream()
                .map(score -> new Score(
                        score.observation(),
                        score.score(),
                        score.severity(),
                        score.anomaly(),
                        score.status(),
                        score.confidence(),
                        score.features(),
                        score.flags(),
                        "",
                        List.of()))
                .toList();
    }

    static FlowSpec spec(String... cells) {
        return spec(7, cells);
    }

    static FlowSpec spec(int waveSize, String... cells) {
        return spec(waveSize, Stream.of(cells).map(CellSpec::shipped).toList());
    }

    static FlowSpec spec(int waveSize, List<CellSpec> cells) {
        return FlowSpec.builder()
                .wave(new WaveSpec(waveSize, Duration.ofMillis(5)))
                .cells(cells)
                .history(new HistorySpec(HistoryBound.sliding(96), 4 << 20, 3))
                .detection(DetectionSpec.builder().warmUp(100).refractory(10).build())
                .build();
    }
}
