package io.lookback.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RecentRangeTest {

    private final RecentRange range = new RecentRange();

    @Test
    void leadsNoFurtherBeyondTheRangeThanItIsWide() {
        show(64, 10, 14);

        assertThat(range.bounded(12)).isEqualTo(12);
        assertThat(range.bounded(17)).isEqualTo(17);
        assertThat(range.bounded(19)).isEqualTo(18);
        assertThat(range.bounded(1e300)).isEqualTo(18);
        assertThat(range.bounded(-1e300)).isEqualTo(6);
    }

    @Test
    void knowsNothingOfYoungFeatures() {
        show(63, 10, 14);
        range.observe(Double.NaN);
        assertThat(range.known()).isFalse();

        range.observe(12);
        assertThat(range.known()).isTrue();
    }

    @Test
    void forgetsWhatIsLongAgo() {
        range.observe(1_000);
        show(511, 10, 14);
        show(512, 10, 14);
        assertThat(range.bounded(500)).isEqualTo(500);

        range.observe(10);
        assertThat(range.known()).isTrue();
        assertThat(range.bounded(500)).isEqualTo(18);
    }

    @Test
    void rangesBeyondTheLargestNumberBoundNothing() {
        show(64, -1.5e308, 1.5e308);

        assertThat(range.bounded(1.7e308)).isEqualTo(1.7e308);
    }

    @Test
    void comesBackFromItsBytes() throws IOException {
        show(700, 10, 14);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        range.write(new DataOutputStream(bytes));

        RecentRange back = RecentRange.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(bytes.size()).isEqualTo(34);
        assertThat(back).usingRecursiveComparison().isEqualTo(range);
        assertThat(range.copy()).usingRecursiveComparison().isEqualTo(range);
    }

    private void show(int values, double low, double high) {
        for (int i = 0; i < values; i++) {
            range.observe(i % 2 == 0 ? low : high);
        }
    }
}
