package io.lookback.flow;

import static io.lookback.flow.Fields.readBytes;
import static io.lookback.flow.Fields.readString;
import static io.lookback.flow.Fields.writeBytes;
import static io.lookback.flow.Fields.writeString;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Values;
import io.lookback.event.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Observations on the network and in reorder buffers. Feature names are written once per record as one text; a reader
 * that sees the same text again hands out the same {@link Features}.
 */
final class ObservationSerializer extends ValueSerializer<Observation> {

    static final ObservationSerializer INSTANCE = new ObservationSerializer();

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 2;

    private transient String lastNames = "";
    private transient Features lastFeatures = Features.of("value");

    @Override
    public TypeSerializer<Observation> duplicate() {
        return new ObservationSerializer();
    }

    @Override
    public void serialize(Observation observation, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        writeString(observation.series(), out);
        out.writeLong(observation.time());
        writeString(observation.features().joined(), out);
        Values values = observation.values();
        for (int feature = 0; feature < values.size(); feature++) {
            out.writeDouble(values.at(feature));
        }
        writeOrigin(observation.origin(), out);
        writePayload(observation.payload(), out);
    }

    @Override
    public Observation deserialize(DataInputView in) throws IOException {
        Versions.require("observation", in.readByte(), VERSION);
        String series = readString(in);
        long time = in.readLong();
        Features features = features(readString(in));
        double[] values = new double[features.size()];
        for (int feature = 0; feature < values.length; feature++) {
            values[feature] = in.readDouble();
        }
        return new Observation(series, time, features, Values.of(values), readOrigin(in), readPayload(in));
    }

    @Override
    public TypeSerializerSnapshot<Observation> snapshotConfiguration() {
        return new Snapshot();
    }

    static void writeOrigin(Origin origin, DataOutputView out) throws IOException {
        writeString(origin.source(), out);
        out.writeInt(origin.partition());
        out.writeLong(origin.offset());
        out.writeInt(origin.index());
        out.writeBoolean(origin.ordered());
    }

    static Origin readOrigin(DataInputView in) throws IOException {
        return new Origin(readString(in), in.readInt(), in.readLong(), in.readInt(), in.readBoolean());
    }

    static void writePayload(Payload payload, DataOutputView out) throws IOException {
        writeBytes(payload.key(), out);
        writeBytes(payload.value(), out);
        out.writeLong(payload.timestamp());
        out.writeInt(payload.headers().size());
        for (Payload.Header header : payload.headers()) {
            writeString(header.name(), out);
            writeBytes(header.value(), out);
        }
    }

    static Payload readPayload(DataInputView in) throws IOException {
        var key = readBytes(in);
        var value = readBytes(in);
        long timestamp = in.readLong();
        int size = in.readInt();
        List<Payload.Header> headers = new ArrayList<>(size);
        for (int header = 0; header < size; header++) {
            headers.add(new Payload.Header(readString(in), readBytes(in)));
        }
        return new Payload(key, value, headers, timestamp);
    }

    private Features features(String names) {
        if (!names.equals(lastNames)) {
            lastFeatures = Features.split(names);
            lastNames = names;
        }
        return lastFeatures;
    }

    /** Written into every checkpoint that holds observations. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Observation> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
