package io.lookback.flow;

import io.lookback.event.Rejection;
import io.lookback.event.Versions;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Rejections between operators. */
final class RejectionSerializer extends ValueSerializer<Rejection> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void serialize(Rejection rejection, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        ObservationSerializer.writeOrigin(rejection.origin(), out);
        ObservationSerializer.writePayload(rejection.payload(), out);
        Fields.writeString(rejection.reason().name(), out);
        Fields.writeString(rejection.message(), out);
    }

    @Override
    public Rejection deserialize(DataInputView in) throws IOException {
        Versions.require("rejection", in.readByte(), VERSION);
        return new Rejection(
                ObservationSerializer.readOrigin(in),
                ObservationSerializer.readPayload(in),
                Rejection.Reason.valueOf(Fields.readString(in)),
                Fields.readString(in));
    }

    @Override
    public TypeSerializerSnapshot<Rejection> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds rejections in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Rejection> {
        public Snapshot() {
            super(RejectionSerializer::new);
        }
    }
}
