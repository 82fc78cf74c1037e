package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Score;
import io.lookback.event.Values;
import io.lookback.order.OrderSpec;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Rows of tables are made where a table reads them, and cost a job nothing. */
class ScoredRecordsTest {

    @Test
    void aJobMakesNone() throws Exception {
        try (var harness = scored(new SequenceOperatorFactory(flow()))) {
            assertThat(harness.extractOutputValues()).hasSize(1);
            assertThat(harness.getSideOutput(Scoring.SCORED_RECORDS)).isNull();
        }
    }

    @Test
    void aTableGetsOneForEachScore() throws Exception {
        try (var harness = scored(new SequenceOperatorFactory(LoadedFlow.of(flow()), true))) {
            assertThat(harness.getSideOutput(Scoring.SCORED_RECORDS))
                    .singleElement()
                    .satisfies(record -> assertThat(record.getValue().score().id())
                            .isEqualTo(harness.extractOutputValues().get(0).id()));
        }
    }

    private static FlowSpec flow() {
        return Scripts.spec(OrderSpec.DEFAULT, 1).toBuilder()
                .cells(List.of(CellSpec.shipped("lstm")))
                .build();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Observation, Score> scored(
            SequenceOperatorFactory factory) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(factory, Observation::series, Types.STRING, 16, 1, 0);
        harness.open();
        harness.processElement(
                new Observation("s", 60_000, Scripts.ONE, Values.of(1), new Origin("in", 0, 0), Payload.NONE), 60_000);
        harness.processWatermark(120_000);
        return harness;
    }
}
