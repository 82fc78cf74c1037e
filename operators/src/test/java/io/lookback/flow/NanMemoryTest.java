package io.lookback.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.CellSpec;
import io.lookback.event.Flag;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.order.OrderSpec;
import io.lookback.series.Series;
import io.lookback.testkit.Backend;
import io.lookback.testkit.CrashMode;
import io.lookback.testkit.FaultCase;
import io.lookback.testkit.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A model whose memory turns NaN with the step after a value of more than two scales. */
@Tag("slow")
class NanMemoryTest {

    private static final int SPIKE = 150;

    @Test
    @FaultCase(
            kind = "Model fails",
            input = "cell memory becomes NaN",
            outcome = "the memory is reset, flag MEMORY_RESET, forecasts resume")
    void aMemoryThatIsNoNumberBeginsAfreshAndItsForecastComesBack() throws Exception {
        List<Score> scores = Scripts.script(spec(), items())
                .replay(Backend.HEAP, CrashMode.never())
                .main();

        List<Integer> reset = IntStream.range(0, scores.size())
                .filter(i -> scores.get(i).flags().contains(Flag.MEMORY_RESET))
                .boxed()
                .toList();
        assertThat(reset).contains(SPIKE + 1);
        int last = reset.get(reset.size() - 1);
        assertThat(last).isLessThan(200);
        assertThat(scores.get(last + Series.SETTLING + 2).features().get(0).expected())
                .as("forecast once the memory has settled")
                .isFinite();
        assertThat(scores.get(scores.size() - 1).features().get(0).expected()).isFinite();
    }

    @Test
    void beginsAfreshAlikeWhereverItCrashes() throws Exception {
        var script = Scripts.script(spec(), items());

        assertThat(script.replay(Backend.ROCKSDB, CrashMode.atRandom(2)).main())
                .isEqualTo(script.replay(Backend.HEAP, CrashMode.never()).main());
    }

    private static List<Item<Observation>> items() {
        Random random = new Random(1);
        List<Item<Observation>> items = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double value = i == SPIKE ? 50 : random.nextDouble();
            items.add(Item.record(Scripts.at("a", 60_000L * i, value, i), 60_000L * i));
        }
        return items;
    }

    private static FlowSpec spec() throws Exception {
        Path model = Path.of(
                NanMemoryTest.class.getResource("/faults/nan-memory.onnx").toURI());
        FlowSpec usual = Scripts.spec(OrderSpec.DEFAULT, 8, "lstm");
        return usual.toBuilder()
                .cells(List.of(new CellSpec("lstm", model.toString())))
                .build();
    }
}
