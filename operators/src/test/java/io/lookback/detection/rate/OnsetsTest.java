package io.lookback.detection.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnsetsTest {

    private static final long REFRACTORY = 3;

    private final Layout layout = new Layout();
    private final Onsets news = new Onsets(layout);
    private final Block block = Block.ofSize(layout.size());

    @Test
    void withinAGroupOnlyAHigherRecordIsNews() {
        assertThat(news(1, 0.5, 1, 2)).containsExactly(0, 3);
    }

    @Test
    void aGroupEndsCountedFromItsBeginning() {
        assertThat(news(1, 2, 3, 4, 3, 2, 1, 0, 1)).containsExactly(0, 1, 2, 3, 4, 8);
    }

    private List<Integer> news(double... levels) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            if (news.read(block, i, levels[i], REFRACTORY)) {
                news.learn(block, i, levels[i], REFRACTORY);
                found.add(i);
            }
        }
        return found;
    }
}
