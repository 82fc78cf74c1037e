package io.lookback.series;

import io.lookback.custom.CustomMemory;
import io.lookback.custom.CustomModel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the custom models remember of a series. Never changed.
 *
 * @param signatures of the models, by their place in the job's settings
 * @param memories of the same models
 */
record CustomMemories(List<String> signatures, List<CustomMemory> memories) {

    static final CustomMemories NONE = new CustomMemories(List.of(), List.of());

    CustomMemories {
        signatures = List.copyOf(signatures);
        memories = List.copyOf(memories);
    }

    /** The model's memory; a fresh one where that of its place is not its own. */
    CustomMemory of(int place, CustomModel model) {
        boolean own = place < signatures.size() && signatures.get(place).equals(model.signature());
        return own ? memories.get(place) : model.freshMemory();
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(memories.size());
        for (int place = 0; place < memories.size(); place++) {
            out.writeUTF(signatures.get(place));
            memories.get(place).write(out);
        }
    }

    static CustomMemories read(DataInput in) throws IOException {
        int models = in.readUnsignedByte();
        List<String> signatures = new ArrayList<>(models);
        List<CustomMemory> memories = new ArrayList<>(models);
        for (int place = 0; place < models; place++) {
            signatures.add(in.readUTF());
            memories.add(CustomMemory.read(in));
        }
        return new CustomMemories(signatures, memories);
    }
}
