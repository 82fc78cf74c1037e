package io.lookback.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockTailTest {

    private static final int BLOCK = 32;
    private static final int BOUND = 64;

    private final BlockTail tail = new BlockTail(BLOCK, BOUND);
    private final Random random = new Random(8);
    private double slow;

    @Test
    void saysNothingBeforeAHundredBlocks() {
        for (int i = 0; i < 99 * BLOCK; i++) {
            assertThat(tail.surprise(1e9)).isZero();
            tail.observe(random.nextDouble());
        }
        for (int i = 0; i < BLOCK; i++) {
            tail.observe(random.nextDouble());
        }

        assertThat(tail.surprise(1e9)).isGreaterThan(3);
    }

    @Test
    void oneLongExcursionCountsOnce() {
        for (int i = 0; i < 2_000 * BLOCK; i++) {
            tail.observe(i / BLOCK == 1_000 ? 50 : random.nextDouble());
        }

        assertThat(tail.surprise(60)).isGreaterThan(3);
    }

    /** Of a score that takes a block to change, one block in a thousand is that surprising, about. */
    @Test
    void aSlowScoreIsAsSurprisingAsItIsRare() {
        int blocks = 30_000;
        int surprising = 0;
        for (int block = 0; block < blocks; block++) {
            double most = 0;
            for (int i = 0; i < BLOCK; i++) {
                slow += (random.nextGaussian() - slow) / BLOCK;
                most = Math.max(most, tail.surprise(slow));
                tail.observe(slow);
            }
            surprising += most >= 3 ? 1 : 0;
        }

        assertThat(1_000.0 * surprising / blocks).isBetween(0.3, 2.0);
    }

    @Test
    void forgetsWhatWasLongAgo() {
        for (int i = 0; i < 4_000 * BLOCK; i++) {
            tail.observe(10 * random.nextDouble());
        }
        double before = tail.surprise(5);
        for (int i = 0; i < 30_000 * BLOCK; i++) {
            tail.observe(random.nextDouble());
        }

        assertThat(before).isLessThan(1.5);
        assertThat(tail.surprise(5)).isGreaterThan(2.5);
    }

    /** Up to the blocks at which older ones fade, and past them. */
    @Test
    void goesOnAfterARestoreAsBefore() throws IOException {
        for (int i = 0; i < 99 * BOUND * BLOCK + 5; i++) {
            tail.observe(random.nextDouble());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tail.write(new DataOutputStream(bytes));

        BlockTail restored = new BlockTail(BLOCK, BOUND)
                .readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        BlockTail copy = tail.copy();

        assertThat(bytes.size()).isEqualTo((int) tail.bytes());
        for (int i = 0; i < 2 * BOUND * BLOCK; i++) {
            double score = 1.1 * random.nextDouble();
            assertThat(restored.surprise(score)).isEqualTo(tail.surprise(score));
            assertThat(copy.surprise(score)).isEqualTo(tail.surprise(score));
            tail.observe(score);
            restored.observe(score);
            copy.observe(score);
        }
    }
}
