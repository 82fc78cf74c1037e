package io.lookback.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HotRowsTest {

    private static final int BYTES = 100;

    private final CacheStats stats = new CacheStats();
    private final HotRows<Rows> hot = new HotRows<>(80 * BYTES, stats);

    @Test
    void allThatFitsStays() {
        inTurn(80, 5);

        assertThat(stats.misses()).isEqualTo(80);
        assertThat(stats.hits()).isEqualTo(4 * 80);
        assertThat(stats.evictions()).isZero();
        assertThat(stats.bytes()).isEqualTo(80 * BYTES);
    }

    /** Where the one that was used longest ago left, not one of them would hit. */
    @Test
    void seriesThatComeInTurnAndDoNotAllFitMostlyHit() {
        inTurn(100, 100);

        assertThat(stats.hits()).isGreaterThan(stats.misses());
        assertThat(stats.bytes()).isEqualTo(80 * BYTES);
    }

    @Test
    void rowsOfAnotherLengthAreReadAgain() {
        Rows first = hot.current("a", 1, () -> new Rows(1, BYTES));

        Rows second = hot.current("a", 2, () -> new Rows(2, 3 * BYTES));

        assertThat(second).isNotSameAs(first);
        assertThat(stats.bytes()).isEqualTo(3 * BYTES);
        assertThat(hot.current("a", 2, () -> new Rows(2, BYTES))).isSameAs(second);
    }

    @Test
    void oneThatGrowsMakesOthersLeaveAndItselfStays() {
        inTurn(80, 1);
        Rows grown = new Rows(7, 50 * BYTES);

        hot.resized("grown", grown, 0);

        assertThat(stats.bytes()).isLessThanOrEqualTo(80 * BYTES);
        assertThat(stats.evictions()).isEqualTo(50);
        assertThat(hot.current("grown", 7, () -> new Rows(0, 0))).isSameAs(grown);
    }

    @Test
    void nothingIsLeftOnceItIsCleared() {
        inTurn(200, 2);

        hot.clear();

        assertThat(stats.bytes()).isZero();
    }

    private void inTurn(int owners, int rounds) {
        for (int i = 0; i < owners * rounds; i++) {
            hot.current(i % owners, 1, () -> new Rows(1, BYTES));
        }
    }

    private record Rows(long length, long bytes) implements HotRows.Entry {}
}
