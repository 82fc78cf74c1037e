package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JointMemoryTest {

    private static final long DELAY = 100;

    private final Random random = new Random(11);

    @Test
    void aCombinationNeverSeenIsNewThoughEachFeatureIsUsual() {
        JointMemory memory = new JointMemory(2, 256);
        for (int i = 0; i < 5_000; i++) {
            double common = (i / 50) % 2 == 0 ? -1 : 1;
            feel(memory, common, common);
        }

        double usual = feelFor(memory, 30, 1, 1);
        double torn = feelFor(memory, 30, 1, -1);

        assertThat(torn).isGreaterThan(0.4).isGreaterThan(4 * usual);
    }

    @Test
    void aLastingTroubleStaysNewForADay() {
        JointMemory memory = new JointMemory(2, 256);
        feelFor(memory, 1_000, 0, 0);

        double soon = feelFor(memory, 90, 5, 5);
        double later = feelFor(memory, 200, 5, 5);

        assertThat(soon).isGreaterThan(1);
        assertThat(later).isLessThan(0.2);
    }

    @Test
    void aStateThatWasNotSeenForTwoEpochsIsNewAgain() {
        JointMemory memory = new JointMemory(2, 256);
        feelFor(memory, 200, 5, 5);
        feelFor(memory, 300, 0, 0);
        double known = feelFor(memory, 30, 5, 5);

        for (int i = 0; i < 3_000; i++) {
            feel(memory, 0, 0);
            memory.forget(1_000);
        }
        double forgotten = feelFor(memory, 30, 5, 5);

        assertThat(known).isLessThan(0.2);
        assertThat(forgotten).isGreaterThan(1);
    }

    @Test
    void staysWithinItsBoundWhateverComes() {
        JointMemory memory = new JointMemory(3, 32);

        for (int i = 0; i < 20_000; i++) {
            memory.feel(0, 1e6 * random.nextGaussian());
            memory.feel(1, random.nextGaussian() * i);
            memory.feel(2, random.nextGaussian());
            assertThat(memory.judge(DELAY)).isFinite();
        }

        assertThat(memory.bytes()).isLessThan(200 + 4 * 3 * (32 + 16) + 8 * 16);
    }

    private double feelFor(JointMemory memory, int records, double a, double b) {
        double last = 0;
        for (int i = 0; i < records; i++) {
            last = feel(memory, a, b);
        }
        return last;
    }

    private double feel(JointMemory memory, double a, double b) {
        memory.feel(0, a + 0.1 * random.nextGaussian());
        memory.feel(1, b + 0.1 * random.nextGaussian());
        return memory.judge(DELAY);
    }
}
