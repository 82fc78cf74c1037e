package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PeakRankTest {

    private static final long PATIENCE = 10;
    private static final double RECORD = 1.0 / 288;

    private double now;

    @Test
    void aLevelReachedOftenRanksLowerThanOneReachedOnce() {
        PeakRank often = new PeakRank(64);
        PeakRank once = new PeakRank(64);
        for (int i = 0; i < 2_000; i++) {
            now += RECORD;
            often.rank(i % 100 == 0 ? 4 : 0, now, PATIENCE);
            once.rank(i == 1_000 ? 4 : 0, now, PATIENCE);
        }

        assertThat(often.rank(4, now, PATIENCE)).isLessThan(once.rank(4, now, PATIENCE) - 0.5);
    }

    @Test
    void ranksHigherTheHigherTheLevelAndTheLongerTheQuietPast() {
        PeakRank rank = new PeakRank(64);
        run(rank, 500);
        double early = rank.rank(3, now, PATIENCE);
        run(rank, 3_000);

        double later = rank.rank(3, now + 7, PATIENCE);
        assertThat(later).isGreaterThan(early - 1);
        assertThat(rank.rank(5, now + 7, PATIENCE)).isGreaterThan(later + 1);
    }

    @Test
    void forgetsAPeakOverTheWeeks() {
        PeakRank rank = new PeakRank(64);
        run(rank, 100);
        rank.rank(4, now, PATIENCE);
        run(rank, 100);
        double soon = rank.rank(4, now, PATIENCE);
        run(rank, 288 * 40);

        assertThat(rank.rank(4, now, PATIENCE)).isGreaterThan(soon + 0.5);
    }

    @Test
    void knowsTheRankOfAFirstRecord() {
        assertThat(new PeakRank(64).rank(0, 0, PATIENCE)).isCloseTo(-Math.log10(0.3), within(1e-12));
    }

    @Test
    void countsAPeakByItsAgeAndByHowMuchHigherTheLevelIs() {
        for (double start : new double[] {0, 511.5, 5_000}) {
            now = start;
            PeakRank rank = new PeakRank(64);
            run(rank, 100, -10);
            rank.rank(4, now, PATIENCE);
            double aged = Math.exp(-288 * RECORD / 7);
            run(rank, 288, -10);

            assertThat(reached(4, rank)).isCloseTo(aged, within(1e-5));
            assertThat(reached(3, rank)).isCloseTo(aged, within(1e-5));
            assertThat(reached(5, rank)).isCloseTo(aged / 10, within(1e-5));
        }
    }

    /** c of the formula, from the rank that it led to. */
    private double reached(double level, PeakRank rank) {
        double watched = 7 * (1 - Math.exp(-now / 7));
        return Math.pow(10, 0.5 * level - rank.rank(level, now, PATIENCE)) * (watched + 1) - 0.3;
    }

    @Test
    void ranksAfterARestoreAsBefore() throws IOException {
        PeakRank rank = new PeakRank(16);
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            now += RECORD;
            rank.rank(random.nextGaussian(), now, PATIENCE);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rank.write(new DataOutputStream(bytes));

        PeakRank restored =
                new PeakRank(16).readInto(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        for (int i = 0; i < 1_000; i++) {
            now += 1;
            double level = random.nextGaussian();
            assertThat(restored.rank(level, now, PATIENCE)).isEqualTo(rank.rank(level, now, PATIENCE));
        }
    }

    @Test
    void keepsNoMoreThanItsBound() {
        PeakRank rank = new PeakRank(16);
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            now += RECORD;
            assertThat(rank.rank(random.nextDouble(), now, PATIENCE)).isFinite();
        }

        assertThat(rank.bytes()).isEqualTo(new PeakRank(16).bytes() + 2 * 4 * 16);
    }

    private void run(PeakRank rank, int records) {
        run(rank, records, 0);
    }

    private void run(PeakRank rank, int records, double level) {
        for (int i = 0; i < records; i++) {
            now += RECORD;
            rank.rank(level, now, PATIENCE);
        }
    }
}
