package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.detection.DetectionSpec;
import io.lookback.detection.FalseAlarms;
import io.lookback.detection.Side;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.AttendedStep;
import io.lookback.event.Attention;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.EvidenceScore;
import io.lookback.event.FeatureScore;
import io.lookback.event.Features;
import io.lookback.event.Flag;
import io.lookback.event.ForecasterWeight;
import io.lookback.event.MultiStepForecast;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Status;
import io.lookback.event.Suppression;
import io.lookback.event.Values;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MemoryShape;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesLayout.CellLayout;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What crosses from one operator to another, or into a checkpoint, comes back as it was. */
class SerializersTest {

    private static final Observation OBSERVATION = new Observation(
            "s", 7, new Features(List.of("a", "b")), Values.of(1.5, 2.5), new Origin("in", 2, 11), Payload.NONE);

    @Test
    void scores() throws IOException {
        Score score = score(List.of(new EvidenceScore("novelty", 2.5), new EvidenceScore("surprise", 0)));

        assertThat(back(DomainTypes.SCORE, score)).isEqualTo(score);
    }

    private static Score score(List<EvidenceScore> evidence) {
        return new Score(
                OBSERVATION,
                0.25,
                0.5,
                true,
                Status.STALE,
                0.75,
                List.of(
                        new FeatureScore(
                                1,
                                2,
                                3,
                                0.375,
                                evidence,
                                List.of(
                                        new ForecasterWeight("lstm-1", 0.75, 1.5),
                                        new ForecasterWeight("last", 0.25, -2))),
                        new FeatureScore(4, 5, 6, 0.625)),
                Set.of(Flag.GAP, Flag.LATE),
                "lstm-1",
                List.of(new Attention("m", "a", List.of(new AttendedStep(3, 0.5)))));
    }

    @Test
    void alerts() throws IOException {
        Alert alert = alert(null);

        assertThat(back(DomainTypes.ALERT, alert)).isEqualTo(alert);
    }

    @Test
    void suppressedAlerts() throws IOException {
        Alert alert = alert(new Suppression("rule-1", "known"));

        assertThat(back(DomainTypes.ALERT, alert)).isEqualTo(alert);
    }

    @Test
    void forecasts() throws IOException {
        MultiStepForecast forecast = new MultiStepForecast(
                "s",
                7,
                60_000,
                "lookback-1",
                List.of(
                        new MultiStepForecast.Path("a", Values.of(1, 2), Values.of(0, 0.5), Values.of(2, 3.5)),
                        new MultiStepForecast.Path(
                                "b",
                                Values.of(Double.NaN, Double.NaN),
                                Values.of(Double.NaN, Double.NaN),
                                Values.of(Double.NaN, Double.NaN))));

        assertThat(back(DomainTypes.FORECAST, forecast)).isEqualTo(forecast);
    }

    @ParameterizedTest
    @EnumSource(FalseAlarms.Per.class)
    void layouts(FalseAlarms.Per per) throws IOException {
        SeriesLayout layout = new SeriesLayout(
                List.of(
                        new CellLayout("lstm-1", new MemoryShape.Vector(96)),
                        new CellLayout("rnn-1", new MemoryShape.History(32, 32, new HistoryBound(64, 4))),
                        new CellLayout("local-1", new MemoryShape.Window(64, 16, per == FalseAlarms.Per.DAY))),
                DetectionSpec.builder()
                        .falseAlarms(new FalseAlarms(2.5, per))
                        .warmUp(120)
                        .refractory(9)
                        .side(Side.ABOVE)
                        .minRelative(0.5)
                        .minAbsolute(3)
                        .evidence(true)
                        .build());
        DataOutputSerializer out = new DataOutputSerializer(64);

        LayoutFormat.write(layout, out);

        assertThat(LayoutFormat.read(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(layout);
    }

    private static Alert alert(@Nullable Suppression suppression) {
        return new Alert(
                "s-1",
                "s",
                Alert.Phase.UPDATE,
                1,
                2,
                3,
                0.5,
                0.75,
                4,
                "a",
                Direction.BELOW,
                1.5,
                2.5,
                List.of(new Contribution("a", 0.75), new Contribution("b", 0.25)),
                suppression,
                AlertKind.JOINT,
                "a is 1.5",
                suppression == null ? null : EndReason.RECOVERED);
    }

    private static <T> T back(TypeInformation<T> type, T value) throws IOException {
        TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        T read = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return read;
    }
}
