package io.lookback.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagedHistoryTest {

    private static final MemoryShape.History SHAPE = new MemoryShape.History(3, 4, 64);

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
    void refusesAHistoryThatIsNoWholeNumberOfPages() {
        assertThatThrownBy(() -> new MemoryShape.History(3, 4, 100))
                .hasMessage("history.max-steps is 100: give a multiple of 32");
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
