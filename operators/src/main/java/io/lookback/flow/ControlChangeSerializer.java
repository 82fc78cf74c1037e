package io.lookback.flow;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlEntry;
import io.lookback.event.Versions;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Changes of the control topic between operators. */
final class ControlChangeSerializer extends ValueSerializer<ControlChange> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void serialize(ControlChange change, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        ObservationSerializer.writeOrigin(change.origin(), out);
        ObservationSerializer.writePayload(change.payload(), out);
        Fields.writeString(change.id(), out);
        ControlEntry entry = change.entry();
        out.writeBoolean(entry != null);
        if (entry != null) {
            ControlEntrySerializer.INSTANCE.serialize(entry, out);
        }
    }

    @Override
    public ControlChange deserialize(DataInputView in) throws IOException {
        Versions.require("control change", in.readByte(), VERSION);
        return new ControlChange(
                ObservationSerializer.readOrigin(in),
                ObservationSerializer.readPayload(in),
                Fields.readString(in),
                in.readBoolean() ? ControlEntrySerializer.INSTANCE.deserialize(in) : null);
    }

    @Override
    public TypeSerializerSnapshot<ControlChange> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds changes in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ControlChange> {
        public Snapshot() {
            super(ControlChangeSerializer::new);
        }
    }
}
