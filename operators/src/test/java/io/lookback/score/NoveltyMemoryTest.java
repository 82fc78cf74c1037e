package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoveltyMemoryTest {

    @Test
    void noveltyIsTheDistanceToTheNearestPrototype() {
        NoveltyMemory memory = new NoveltyMemory(2, 16, 0.01);
        memory.remember(new float[] {0, 0}, 0, 1);
        memory.remember(new float[] {10, 0}, 10, 1);

        assertThat(memory.nearest(new float[] {3, 4})).isCloseTo(5, within(1e-6));
        assertThat(memory.nearest(new float[] {10, 1})).isCloseTo(1, within(1e-6));
    }

    @Test
    void aPointCloseToAPrototypeIsNotKept() {
        NoveltyMemory memory = new NoveltyMemory(2, 16, 0.01);
        memory.remember(new float[] {0, 0}, 0, 1);

        memory.remember(new float[] {0.005f, 0}, 0.005, 1);
        memory.remember(new float[] {0.02f, 0}, 0.02, 1);

        assertThat(memory.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 38})
    void staysWithinItsBoundAndStillCoversWhatItSaw(int dimensions) {
        Random random = new Random(dimensions);
        NoveltyMemory memory = new NoveltyMemory(dimensions, 64, 0.002);
        float[] extreme = new float[dimensions];
        extreme[0] = 100;
        memory.remember(extreme, 0, 1);

        for (int i = 0; i < 20_000; i++) {
            float[] point = new float[dimensions];
            for (int d = 0; d < dimensions; d++) {
                point[d] = random.nextFloat();
            }
            memory.remember(point, memory.nearest(point), 100);
            assertThat(memory.size()).isLessThan(64);
        }

        assertThat(memory.nearest(extreme)).isZero();
    }

    @Test
    void allDimensionsAgreeOnTheSamePoints() {
        Random random = new Random(5);
        NoveltyMemory two = new NoveltyMemory(2, 64, 0.002);
        NoveltyMemory three = new NoveltyMemory(3, 64, 0.002);
        NoveltyMemory four = new NoveltyMemory(4, 64, 0.002);

        for (int i = 0; i < 2_000; i++) {
            float[] point = {random.nextFloat(), random.nextFloat(), 0, 0};
            double distance = two.nearest(point);
            assertThat(three.nearest(point)).isEqualTo(distance);
            assertThat(four.nearest(point)).isEqualTo(distance);
            two.remember(point, distance, 1);
            three.remember(point, distance, 1);
            four.remember(point, distance, 1);
        }
    }
}
