package io.lookback.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BlockTest {

    private final Layout layout = new Layout();
    private final int flag = layout.bytes(1);
    private final int steps = layout.shorts(2);
    private final int count = layout.ints(1);
    private final int time = layout.longs(1);
    private final int weight = layout.floats(1);
    private final int mean = layout.doubles(1);

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Block block = filled();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        block.write(new DataOutputStream(bytes));
        Block read = Block.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), layout.size());

        assertThat(bytes.size()).isEqualTo(layout.size()).isEqualTo(1 + 4 + 4 + 8 + 4 + 8);
        assertFilled(read);
    }

    @Test
    void aCopySharesNothing() {
        Block block = filled();

        Block copy = block.copy();
        block.putDouble(mean, 0);
        block.clear(flag, 1);

        assertFilled(copy);
        assertThat(block.byteAt(flag)).isZero();
    }

    @Test
    void aLongerCopyEndsWithZeros() {
        Block longer = filled().extended(layout.size() + 8);

        assertFilled(longer);
        assertThat(longer.longAt(layout.size())).isZero();
    }

    @Test
    void refusesAStateThatEndsEarly() {
        assertThatThrownBy(() -> Block.read(new DataInputStream(new ByteArrayInputStream(new byte[5])), 6))
                .isInstanceOf(EOFException.class);
    }

    private Block filled() {
        Block block = Block.ofSize(layout.size());
        block.putByte(flag, -7);
        block.putShort(steps, -30_000);
        block.putShort(steps + Short.BYTES, 12);
        block.putInt(count, 1 << 30);
        block.putLong(time, Long.MIN_VALUE);
        block.putFloat(weight, 0.25);
        block.putDouble(mean, Math.PI);
        return block;
    }

    private void assertFilled(Block block) {
        assertThat(block.byteAt(flag)).isEqualTo((byte) -7);
        assertThat(block.shortAt(steps)).isEqualTo((short) -30_000);
        assertThat(block.shortAt(steps + Short.BYTES)).isEqualTo((short) 12);
        assertThat(block.intAt(count)).isEqualTo(1 << 30);
        assertThat(block.longAt(time)).isEqualTo(Long.MIN_VALUE);
        assertThat(block.floatAt(weight)).isEqualTo(0.25f);
        assertThat(block.doubleAt(mean)).isEqualTo(Math.PI);
    }
}
