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

    /** With fresh memories for further channels. */
    CellMemory grow(MemoryShape shape, int size) {
        List<Memory> grown = new ArrayList<>(channels);
        while (grown.size() < size) {
            grown.add(shape.fresh());
        }
        return new CellMemory(grown, begun);
    }

    /** With a fresh memory for a channel, which is younger than the series from now on. */
    CellMemory restart(MemoryShape shape, int channel, long steps) {
        List<Memory> restarted = new ArrayList<>(channels);
        restarted.set(channel, shape.fresh());
        return new CellMemory(restarted, steps);
    }

    /** Returns a deep copy. */
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
