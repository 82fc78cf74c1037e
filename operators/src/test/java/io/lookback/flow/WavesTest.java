package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Observation;
import io.lookback.order.OrderSpec;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.Item;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When waiting steps run, and in which order. */
class WavesTest {

    private static final FlowSpec WAVES = Scripts.spec(OrderSpec.DEFAULT, 256, "lstm");

    @Test
    void runsParkedStepsOnceTheirDeadlineHasPassed() throws Exception {
        List<Item<Observation>> items =
                List.of(Item.record(Scripts.at("a", 1000, 1, 0), 1000), Item.clock(4), Item.clock(5));
        var script = Scripts.script(WAVES, items);
        var early = Scripts.script(WAVES, items.subList(0, 2));

        assertThat(early.replayWithoutEnd(Backend.HEAP).main()).isEmpty();
        assertThat(script.replayWithoutEnd(Backend.HEAP).main()).hasSize(1);
    }

    @Test
    void aBurstOfOneSeriesDoesNotHoldUpTheOthers() throws Exception {
        List<Observation> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(Scripts.at("hot", 1000 + i, 1, i));
        }
        records.add(Scripts.at("a", 2000, 1, 200));
        records.add(Scripts.at("b", 2000, 1, 201));

        var outcome = Scripts.script(
                        WAVES,
                        records.stream()
                                .map(record -> Item.record(record, record.time()))
                                .toList())
                .replay(Backend.HEAP, CrashMode.never());

        assertThat(outcome.main())
                .extracting(score -> score.observation().series())
                .startsWith("hot", "a", "b", "hot")
                .hasSize(202);
    }
}
