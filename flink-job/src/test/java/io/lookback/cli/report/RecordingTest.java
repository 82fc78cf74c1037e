package io.lookback.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Direction;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private static final Features FEATURES = Features.of("load", "latency");

    @TempDir
    private Path folder;

    @Test
    void holdsWhatCameInTheOrderOfTheRows() throws Exception {
        Path file = folder.resolve("one.recording");
        Recorder recorder = new Recorder(Map.of("s", file));
        ListCollector<String> nothing = new ListCollector<>(List.of());
        Score second = score(1);
        Score first = score(0);
        Alert begin = alert(Alert.Phase.BEGIN);
        Alert end = alert(Alert.Phase.END);

        recorder.open(DefaultOpenContext.INSTANCE);
        recorder.flatMap1(second, nothing);
        recorder.flatMap2(begin, nothing);
        recorder.flatMap1(first, nothing);
        recorder.flatMap2(end, nothing);
        recorder.close();

        assertThat(Recording.read(file))
                .isEqualTo(
                        new Recording(FEATURES, List.of(RecordedRow.of(first), RecordedRow.of(second)), List.of(end)));
    }

    @Test
    void withoutAScoreIsNone() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.recording"));

        assertThatIOException()
                .isThrownBy(() -> Recording.read(empty))
                .withMessageEndingWith("empty.recording holds no score");
    }

    private static Score score(int row) {
        Observation observation = new Observation(
                "s", 60_000L * row, FEATURES, Values.of(row, Double.NaN), new Origin("s.csv", 0, row), Payload.NONE);
        return new Score(
                observation,
                0.5,
                0.25,
                row == 1,
                Status.READY,
                1,
                List.of(new FeatureScore(1, 0, 2, 0.7), new FeatureScore(3, 2, 4, 0.3)),
                Set.of(),
                "m-1",
                List.of(new Attention("m-1", "load", List.of(new AttendedStep(0, 0.9)))));
    }

    private static Alert alert(Alert.Phase phase) {
        return new Alert(
                "s-0",
                "s",
                phase,
                0,
                0,
                60_000,
                0.9,
                0.8,
                2,
                "load",
                Direction.ABOVE,
                1,
                0.5,
                List.of(),
                null,
                AlertKind.LEVEL,
                "load is 1",
                null);
    }
}
