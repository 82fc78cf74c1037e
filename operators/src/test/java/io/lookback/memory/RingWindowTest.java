package io.lookback.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingWindowTest {

    private static final MemoryShape.Window SHAPE = new MemoryShape.Window(4, 2, false);
    private static final MemoryShape.Window CHOSEN = new MemoryShape.Window(4, 2, true);

    @ParameterizedTest
    @CsvSource({"0,'0,0,0,0'", "1,'1,0,0,0'", "3,'3,2,1,0'", "4,'4,3,2,1'", "5,'1,4,3,2'", "8,'4,3,2,1'"})
    void tellsTheAgeOfEachSlot(int steps, String ages) {
        RingWindow window = SHAPE.fresh();

        for (int step = 0; step < steps; step++) {
            window.advance();
        }

        assertThat(IntStream.range(0, 4).map(slot -> (int) window.age(slot))).containsExactly(of(ages));
    }

    @Test
    void comesBackFromItsBytes() throws IOException {
        RingWindow window = SHAPE.fresh();
        for (int step = 0; step < 6; step++) {
            window.advance();
        }

        RingWindow read = SHAPE.read(PagedHistoryTest.in(PagedHistoryTest.bytes(window)));

        assertThat(read.length()).isEqualTo(6);
        assertThat(read.nextSlot()).isEqualTo(2);
        assertThat(PagedHistoryTest.bytes(window)).hasSize(SHAPE.bytes());
    }

    @Test
    void slotsThatTheCellChoseAgeUntilTheyAreOverwritten() throws IOException {
        RingWindow window = CHOSEN.fresh();
        window.advance(2);
        window.advance(0);
        window.advance(0);

        RingWindow read = CHOSEN.read(PagedHistoryTest.in(PagedHistoryTest.bytes(window)));

        assertThat(read.rows()).isEqualTo(2);
        assertThat(IntStream.range(0, 4).mapToLong(read::age)).containsExactly(1L, 0L, 3L, 0L);
        assertThat(PagedHistoryTest.bytes(window)).hasSize(CHOSEN.bytes());
        assertThat(MemoryShape.parse(CHOSEN.signature(), HistoryBound.DEFAULT)).isEqualTo(CHOSEN);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        RingWindow window = SHAPE.fresh();
        window.advance();

        RingWindow copy = window.copy();
        copy.advance();

        assertThat(window.length()).isEqualTo(1);
        assertThat(copy.length()).isEqualTo(2);
    }

    private static Integer[] of(String ages) {
        return IntStream.of(Arrays.stream(ages.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .boxed()
                .toArray(Integer[]::new);
    }
}
