package io.lookback.series;

import io.lookback.memory.Memory;
import io.lookback.memory.MemoryShape;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a series remembers for one cell.
 *
 * @param channels one memory each
 * @param begun steps that the series had behind it when the memory was empty
 */
record CellMemory(List<Memory> channels, long begun) {

    static CellMemory fresh(MemoryShape shape, int channels, long begun) {
        List<Memory> fresh = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            fresh.add(shape.fresh());
        }
        return new CellMemory(fresh, begun);
    }

    /** The same once more, sharing nothing that changes. */
    CellMemory copy() {
        return new CellMemory(channels.stream().map(Memory::copy).toList(), begun);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(begun);
        for (Memory memory : channels) {
            memory.write(out);
        }
    }

    static CellMemory read(DataInput in, MemoryShape shape, int channels) throws IOException {
        long begun = in.readLong();
        List<Memory> read = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            read.add(shape.read(in));
        }
        return new CellMemory(read, begun);
    }
}
