package io.lookback.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void countsInstantsInTheirLargestCommonUnit() {
        Columns.Whole times = Columns.whole(List.of(1000L, 301_000L, 901_000L), time -> time);

        assertThat(times.begin()).isEqualTo(1000);
        assertThat(times.unit()).isEqualTo(300_000);
        assertThat(List.of(offset(times, 0), offset(times, 1), offset(times, 2)))
                .containsExactly(0L, 1L, 3L);
    }

    @Test
    void countsInstantsThatAreTooFarApartInALargerUnit() {
        long year = 31_536_000_000L;
        Columns.Whole times = Columns.whole(List.of(0L, 1L, 10 * year), time -> time);

        assertThat(times.unit() * offset(times, 2)).isBetween(10 * year - times.unit(), 10 * year);
    }

    @Test
    void keepsSmallChangesOfLargeValues() {
        Columns.Real values = Columns.real(List.of(7e9, 7e9 + 0.5, Double.NaN), 7e9, value -> value);

        assertThat(values.base() + bytes(values.floats()).getFloat(4)).isEqualTo(7e9 + 0.5);
        assertThat(bytes(values.floats()).getFloat(8)).isNaN();
    }

    @Test
    void neverLosesThatAShareIsMoreThanNothing() {
        ByteBuffer shares = bytes(Columns.shares(List.of(0.0, 0.0001, 1.0), share -> share));

        assertThat(shares.array()).containsExactly(0, 1, 255);
    }

    private static long offset(Columns.Whole times, int row) {
        return Integer.toUnsignedLong(bytes(times.offsets()).getInt(4 * row));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
