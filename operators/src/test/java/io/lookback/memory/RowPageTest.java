package io.lookback.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowPageTest {

    @Test
    void eachPageKeepsItsRowsWhileLaterOnesGrow() {
        List<RowPage> pages = new ArrayList<>();
        RowPage page = RowPage.EMPTY;
        for (int row = 0; row < 40; row++) {
            page = page.append(new float[] {9, row, -row}, 1, 2, 1_000 + row);
            pages.add(page);
        }

        for (int size = 1; size <= 40; size++) {
            assertThat(pages.get(size - 1)).isEqualTo(plain(size));
            assertThat(pages.get(size - 1).size()).isEqualTo(size);
        }
    }

    /** As a look into the future does, whose rows are then thrown away. */
    @Test
    void twoThatGrowFromOnePageDoNotMeet() {
        RowPage common = RowPage.EMPTY;
        for (int row = 0; row < 5; row++) {
            common = common.append(new float[] {row, -row}, 0, 2, 1_000 + row);
        }
        RowPage grown = common.append(new float[] {5, -5}, 0, 2, 1_005);
        RowPage other = common.append(new float[] {77, 78}, 0, 2, 99);
        RowPage further = grown.append(new float[] {6, -6}, 0, 2, 1_006);

        assertThat(common).isEqualTo(plain(5));
        assertThat(grown).isEqualTo(plain(6));
        assertThat(further).isEqualTo(plain(7));
        assertThat(other.rows().get(10)).isEqualTo(77);
        assertThat(other.times().get(5)).isEqualTo(99);
    }

    @Test
    void aCopyGrowsByItself() {
        RowPage page = plain(3);
        RowPage copy = page.copy();

        assertThat(copy.append(new float[] {3, -3}, 0, 2, 1_003)).isEqualTo(plain(4));
        assertThat(page.append(new float[] {8, 8}, 0, 2, 8)).isNotEqualTo(plain(4));
        assertThat(copy).isEqualTo(plain(3)).hasSameHashCodeAs(plain(3));
    }

    private static RowPage plain(int size) {
        float[] rows = new float[2 * size];
        long[] times = new long[size];
        for (int row = 0; row < size; row++) {
            rows[2 * row] = row;
            rows[2 * row + 1] = -row;
            times[row] = 1_000 + row;
        }
        return RowPage.wrap(rows, times);
    }
}
