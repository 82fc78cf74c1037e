package io.lookback.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cell.Cell;
import io.lookback.memory.MemoryShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizedCellsTest {

    @ParameterizedTest(name = "{0} of {1} units")
    @CsvSource({"lstm,8,16", "self-attention-rnn,8,8", "local-attention,8,16", "lookback,64,32"})
    void haveTheWidthAskedFor(String kind, String units, int floats) {
        MemoryShape memory = SizedCells.load(kind, units).memory();

        int row = memory.<Integer>match(vector -> vector.size(), history -> history.row(), window -> window.row());
        assertThat(row).isEqualTo(floats);
    }

    @Test
    void areTheSameEveryTime() {
        Cell one = SizedCells.load("lstm", "8");
        Cell again = SizedCells.load("lstm", "8");

        assertThat(again.digest()).isEqualTo(one.digest());
    }
}
