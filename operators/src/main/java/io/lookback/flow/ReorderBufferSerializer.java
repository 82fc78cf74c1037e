package io.lookback.flow;

import io.lookback.event.Observation;
import io.lookback.event.Versions;
import io.lookback.order.ReorderBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Reorder buffers in keyed state. */
final class ReorderBufferSerializer extends MutableSerializer<ReorderBuffer> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    private final TypeSerializer<Observation> observations = new ObservationSerializer();

    @Override
    public TypeSerializer<ReorderBuffer> duplicate() {
        return new ReorderBufferSerializer();
    }

    @Override
    public ReorderBuffer copy(ReorderBuffer buffer) {
        return new ReorderBuffer(buffer.waiting(), buffer.newest());
    }

    @Override
    public void serialize(ReorderBuffer buffer, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(buffer.newest());
        out.writeInt(buffer.waiting().size());
        for (Observation observation : buffer.waiting()) {
            observations.serialize(observation, out);
        }
    }

    @Override
    public ReorderBuffer deserialize(DataInputView in) throws IOException {
        Versions.require("reorder buffer", in.readByte(), VERSION);
        long newest = in.readLong();
        int size = in.readInt();
        List<Observation> waiting = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            waiting.add(observations.deserialize(in));
        }
        return new ReorderBuffer(waiting, newest);
    }

    @Override
    public TypeSerializerSnapshot<ReorderBuffer> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ReorderBuffer> {
        public Snapshot() {
            super(ReorderBufferSerializer::new);
        }
    }
}
