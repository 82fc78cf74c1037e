package io.lookback.detection.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnsetsTest {

    private final Layout layout = new Layout();
    private final Onsets news = new Onsets(layout);

    @Test
    void whileATroubleLastsOnlyHigherRecordsAreNews() {
        assertThat(news(10, 1, 0.6, 1, 0.7, 0.9, 1, 1.2)).containsExactly(0, 6);
    }

    @Test
    void afterATroubleTheBarFalls() {
        assertThat(news(10, 1, 0, 0, 0, 0, 0, 0.62)).containsExactly(0, 6);
        assertThat(news(10, 1, 0, 0, 0, 0, 0, 0.58)).containsExactly(0);
    }

    @Test
    void aRecordAtHalfTheHeightHoldsTheBar() {
        assertThat(news(10, 1, 0, 0, 0.52, 0, 0, 0.62)).containsExactly(0);
        assertThat(news(10, 1, 0, 0, 0.48, 0, 0, 0.62)).containsExactly(0, 6);
    }

    @Test
    void belowNoiseTheBarStays() {
        assertThat(news(10, -1, -2, -2, -2, -1, -0.5)).containsExactly(0, 5);
    }

    @Test
    void aGroupEndsCountedFromItsBeginning() {
        assertThat(news(3, 1, 2, 3, 4, 3, 2, 1, 0, 1)).containsExactly(0, 1, 2, 3, 4, 8);
    }

    private List<Integer> news(long refractory, double... levels) {
        Block block = Block.ofSize(layout.size());
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < levels.length; i++) {
            if (news.read(block, i, levels[i], refractory)) {
                found.add(i);
            }
            news.learn(block, i, levels[i], refractory);
        }
        return found;
    }
}
