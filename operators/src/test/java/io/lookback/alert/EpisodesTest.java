package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EpisodesTest {

    @Test
    void aLevelIsDiscountedByTheEpisodesThatReachedIt() {
        Episodes episodes = new Episodes(64);
        quiet(episodes, 100);
        assertThat(episodes.discount(5)).isEqualTo(5);

        quiet(episodes, 60);
        assertThat(episodes.discount(5)).isCloseTo(5 - Math.log10(2), within(1e-9));
        assertThat(episodes.discount(6)).isEqualTo(6);

        quiet(episodes, 60);
        assertThat(episodes.discount(5)).isCloseTo(5 - Math.log10(3), within(1e-9));
    }

    @Test
    void anOpenEpisodeDoesNotDiscountItself() {
        Episodes episodes = new Episodes(64);
        quiet(episodes, 100);

        episodes.discount(5);

        assertThat(episodes.discount(5)).isEqualTo(5);
    }

    @Test
    void keepsNoMoreThanItsBound() {
        Episodes episodes = new Episodes(16);
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            episodes.discount(random.nextDouble());
        }

        assertThat(episodes.bytes()).isEqualTo(new Episodes(16).bytes() + 4 * 16);
    }

    @Test
    void whatAlarmedYearsAgoIsDiscountedNoMore() {
        Episodes episodes = new Episodes(64);
        quiet(episodes, 100);
        for (int episode = 0; episode < 8; episode++) {
            episodes.discount(5);
            quiet(episodes, 60);
        }

        double soon = episodes.discount(5);
        quiet(episodes, 200_000);
        double late = episodes.discount(5);

        assertThat(soon).isCloseTo(5 - Math.log10(9), within(1e-9));
        assertThat(late).isEqualTo(5);
    }

    private static void quiet(Episodes episodes, int records) {
        for (int i = 0; i < records; i++) {
            episodes.discount(0);
        }
    }
}
