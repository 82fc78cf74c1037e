package io.lookback.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagedHistoryTest {

    private static final MemoryShape.History SHAPE = new MemoryShape.History(3, 4, HistoryBound.sliding(64));

    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "1,0,1",
        "31,0,31",
        "32,0,32",
        "33,0,33",
        "63,0,63",
        "64,0,64",
        "65,32,33",
        "96,32,64",
        "97,64,33"
    })
    void slidesByPagesPastItsMostRows(int steps, int first, int rows) {
        PagedHistory history = SHAPE.fresh();

        for (int step = 0; step < steps; step++) {
            history.advance(new float[3], 0);
        }

        assertThat(history.length()).isEqualTo(steps);
        assertThat(history.first()).isEqualTo(first);
        assertThat(history.rows()).isEqualTo(rows);
    }

    @Test
    void comesBackFromItsBytes() throws IOException {
        PagedHistory history = SHAPE.fresh();
        history.advance(new float[] {9, 1, 2, 3}, 1);
        history.advance(new float[] {4, 5, 6}, 0);

        PagedHistory read = SHAPE.read(in(bytes(history)));

        float[] context = new float[3];
        read.copyContextTo(context, 0);
        assertThat(context).containsExactly(4, 5, 6);
        assertThat(read.length()).isEqualTo(2);
        assertThat(bytes(history)).hasSize(SHAPE.bytes());
    }

    @Test
    void aCopyGoesItsOwnWay() throws IOException {
        PagedHistory history = SHAPE.fresh();
        PagesInMemory pages = new PagesInMemory();
        for (int step = 0; step < 100; step++) {
            history.advance(new float[] {step, 2, 3}, 0);
            history.trim(pages);
        }
        byte[] state = bytes(history);

        PagedHistory copy = history.copy();

        assertThat(bytes(copy)).isEqualTo(state);
        copy.advance(new float[] {7, 8, 9}, 0);
        copy.trim(pages);
        assertThat(bytes(history)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "4,31,0,0,31",
        "4,32,0,0,32",
        "4,64,0,0,64",
        "4,65,4,32,37",
        "4,92,4,32,64",
        "4,93,4,64,33",
        "32,64,0,0,64",
        "32,65,32,64,33",
        "32,96,32,64,64",
        "32,97,32,96,33"
    })
    void keepsItsFirstRowsWhenItSlides(int wanted, int steps, int sinks, int first, int rows) {
        PagedHistory history = within(64, wanted).fresh();

        for (int step = 0; step < steps; step++) {
            history.advance(new float[3], 0);
        }

        assertThat(history.sinks()).isEqualTo(sinks);
        assertThat(history.first()).isEqualTo(first);
        assertThat(history.rows()).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({"64,0", "64,1", "64,32", "96,0", "96,31", "160,32"})
    void holdsThePagesThatItReadsAndNoOther(int maxSteps, int sinks) {
        PagedHistory history = within(maxSteps, sinks).fresh();
        PagesInMemory pages = new PagesInMemory();

        for (int step = 0; step < 500; step++) {
            step(history, pages);

            assertThat(history.rows()).isBetween(Math.min(step + 1, maxSteps - 31), maxSteps);
            assertThat(pages.numbers()).as("after step %d", step).isEqualTo(pagesOf(history));
        }
    }

    /** Each bound takes over from the one before at the next step. */
    @ParameterizedTest
    @CsvSource({"64,0,64,8", "64,8,64,0", "64,8,64,32", "64,8,256,8", "256,8,64,8", "256,0,64,32", "256,32,64,0"})
    void goesOnUnderAnotherBound(int maxSteps, int sinks, int laterMaxSteps, int laterSinks) throws IOException {
        for (int change : new int[] {20, 64, 65, 96, 200, 300}) {
            PagesInMemory pages = new PagesInMemory();
            PagedHistory before = within(maxSteps, sinks).fresh();
            for (int step = 0; step < change; step++) {
                step(before, pages);
            }
            boolean whole = pages.numbers().contains(0L);

            PagedHistory after = within(laterMaxSteps, laterSinks).read(in(bytes(before)));

            assertThat(pages.numbers()).containsAll(pagesOf(after));
            for (int step = 0; step < 400; step++) {
                step(after, pages);
                assertThat(after.rows()).isLessThanOrEqualTo(laterMaxSteps);
                assertThat(pages.numbers()).isEqualTo(pagesOf(after));
            }
            assertThat(after.sinks()).isEqualTo(whole ? laterSinks : 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100   | 0  | history.max-steps is 100: give a multiple of 32 up to 65536",
                "65568 | 0  | history.max-steps is 65568: give a multiple of 32 up to 65536",
                "64    | 33 | history.sinks is 33: give 0 to 32, the steps of one page",
                "64    | -1 | history.sinks is -1: give 0 to 32, the steps of one page",
                "32    | 1  | history.sinks is 1, but history.max-steps is 32, a single page: give 64 or more beside sinks, or no sinks"
            })
    void refusesABoundThatPagesCannotKeep(int maxSteps, int sinks, String message) {
        assertThatThrownBy(() -> new HistoryBound(maxSteps, sinks)).hasMessage(message);
    }

    private static MemoryShape.History within(int maxSteps, int sinks) {
        return new MemoryShape.History(3, 4, new HistoryBound(maxSteps, sinks));
    }

    private static void step(PagedHistory history, PagesInMemory pages) {
        long page = history.length() / PagedHistory.PAGE_ROWS;
        pages.write(page, RowPage.EMPTY.append(new float[4], 0, 4, history.length()));
        history.advance(new float[3], 0);
        history.trim(pages);
    }

    private static Set<Long> pagesOf(PagedHistory history) {
        Set<Long> pages = new TreeSet<>();
        for (long row = history.first(); row < history.length(); row++) {
            pages.add(row / PagedHistory.PAGE_ROWS);
        }
        if (history.sinks() > 0) {
            pages.add(0L);
        }
        return pages;
    }

    static byte[] bytes(Memory memory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        memory.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
