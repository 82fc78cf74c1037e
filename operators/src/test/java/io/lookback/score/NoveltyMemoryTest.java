package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void whatACopySeesAgainIsNotSeenByTheOther() {
        NoveltyMemory memory = new NoveltyMemory(1, 16, 0.01);
        memory.remember(new float[] {0}, 0, 1);
        memory.forget();

        NoveltyMemory copy = memory.copy();
        copy.nearest(new float[] {0.001f});
        memory.forget();
        copy.forget();

        assertThat(memory.size()).isZero();
        assertThat(copy.size()).isOne();
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void findsTheNearestOfAllThatItKeeps(int dimensions) {
        Random random = new Random(dimensions);
        NoveltyMemory memory = new NoveltyMemory(dimensions, 256, 0);
        List<float[]> kept = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            float[] point = somewhere(random, dimensions);

            double distance = memory.nearest(point);

            assertThat(distance).isEqualTo(nearest(point, kept));
            memory.remember(point, distance, 1);
            if (kept.isEmpty() || distance > 0) {
                kept.add(point);
            }
        }
        assertThat(memory.size()).isEqualTo(kept.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void whatItDropsLiesNoFartherFromWhatItKeepsThanItsResolution(int dimensions) {
        Random random = new Random(dimensions);
        NoveltyMemory memory = new NoveltyMemory(dimensions, 64, 0.002);
        List<float[]> seen = new ArrayList<>();
        double resolution = 0.002 * Math.pow(1.15, 60);

        for (int i = 0; i < 3_000; i++) {
            float[] point = somewhere(random, dimensions);
            seen.add(point);
            memory.remember(point, memory.nearest(point), 1);
        }

        // each thinning moves a point's cover by its resolution at most: a geometric series
        assertThat(seen).allSatisfy(point -> assertThat(memory.nearest(point)).isLessThan(resolution));
        assertThat(memory.size()).isBetween(8, 63);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void keepsTheGreedyCoverInTheOrderOfArrival(int dimensions) {
        Random random = new Random(dimensions);
        int bound = 64;
        NoveltyMemory memory = new NoveltyMemory(dimensions, bound, 0.002);
        List<float[]> cover = new ArrayList<>();
        float epsilon = 0.002f;
        int thinned = 0;

        for (int i = 0; i < 1_000; i++) {
            float[] point = somewhere(random, dimensions);
            double distance = nearest(point, cover);
            memory.remember(point, memory.nearest(point), 1);
            if (cover.isEmpty() || distance > epsilon) {
                cover.add(point);
            }
            while (cover.size() == bound) {
                epsilon *= 1.15f;
                cover = apart(cover, epsilon);
                thinned++;
            }
            assertThat(memory.size()).isEqualTo(cover.size());
        }

        assertThat(thinned).isGreaterThan(10);
        assertThat(cover).allSatisfy(point -> assertThat(memory.nearest(point)).isZero());
    }

    /** Those that are at least so far from all that stay before them. */
    private static List<float[]> apart(List<float[]> points, double epsilon) {
        List<float[]> staying = new ArrayList<>();
        for (float[] point : points) {
            if (staying.isEmpty() || nearest(point, staying) >= epsilon) {
                staying.add(point);
            }
        }
        return staying;
    }

    @Test
    void keepsTheFirstToArriveWhereTwoAreTooClose() {
        NoveltyMemory memory = new NoveltyMemory(1, 4, 1);
        for (float first : new float[] {20, 0, 19, 1}) {
            memory.remember(new float[] {first}, 2, 1);
        }

        assertThat(memory.nearest(new float[] {20})).isZero();
        assertThat(memory.nearest(new float[] {0})).isZero();
        assertThat(memory.nearest(new float[] {19})).isEqualTo(1);
        assertThat(memory.nearest(new float[] {1})).isEqualTo(1);
    }

    @Test
    void thinsAfterARestoreAsBefore() throws IOException {
        Random random = new Random(9);
        NoveltyMemory memory = new NoveltyMemory(2, 64, 0.01);
        for (int i = 0; i < 60; i++) {
            memory.remember(somewhere(random, 2), 1, 1);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(bytes));
        NoveltyMemory restored = new NoveltyMemory(2, 64, 0.01)
                .readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        for (int i = 0; i < 500; i++) {
            float[] point = somewhere(random, 2);
            double distance = memory.nearest(point);
            assertThat(restored.nearest(point)).isEqualTo(distance);
            memory.remember(point, distance, 1);
            restored.remember(point, distance, 1);
        }
        assertThat(restored.size()).isEqualTo(memory.size());
    }

    private static float[] somewhere(Random random, int dimensions) {
        float[] point = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
            point[d] = random.nextInt(200) / 100f - 1;
        }
        return point;
    }

    private static double nearest(float[] point, List<float[]> among) {
        float best = among.isEmpty() ? 0 : Float.MAX_VALUE;
        for (float[] other : among) {
            float sum = 0;
            for (int d = 0; d < point.length; d++) {
                sum += (other[d] - point[d]) * (other[d] - point[d]);
            }
            best = Math.min(best, sum);
        }
        return Math.sqrt(best);
    }

    @Test
    void forgetsWhatWasNearestToNothingSinceItLastForgot() throws IOException {
        NoveltyMemory memory = new NoveltyMemory(1, 16, 0.01);
        for (float x : new float[] {3, 1, 2}) {
            memory.remember(new float[] {x}, memory.nearest(new float[] {x}), 10);
        }
        memory.forget();
        assertThat(memory.size()).isEqualTo(3);
        memory.nearest(new float[] {1.1f});
        memory.nearest(new float[] {2.9f});

        NoveltyMemory restored = restored(memory);
        for (NoveltyMemory either : List.of(memory, restored)) {
            either.forget();

            assertThat(either.size()).isEqualTo(2);
            assertThat(either.nearest(new float[] {2})).isEqualTo(1);
        }
    }

    private static NoveltyMemory restored(NoveltyMemory memory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(bytes));
        assertThat(bytes.size()).isEqualTo((int) memory.bytes());
        return new NoveltyMemory(1, 16, 0.01)
                .readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Test
    void endsEveryThinningWhateverItWasGiven() {
        NoveltyMemory memory = new NoveltyMemory(2, 16, 0.01);

        for (int i = 0; i < 100; i++) {
            float[] point = {i % 3 == 0 ? Float.NaN : i, i % 2 == 0 ? Float.NaN : i};
            memory.remember(point, memory.nearest(point), 1);
        }

        assertThat(memory.size()).isLessThan(16);
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
