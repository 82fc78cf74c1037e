package io.lookback.flow;

import io.lookback.event.Versions;
import io.lookback.memory.RowPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Pages of rows in keyed state. Public for code that SQL generates around it. */
public final class RowPageSerializer extends ValueSerializer<RowPage> {

    static final RowPageSerializer INSTANCE = new RowPageSerializer();

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void serialize(RowPage page, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeShort(page.size());
        FloatBuffer rows = page.rows();
        out.writeInt(rows.limit());
        ByteBuffer bytes = ByteBuffer.allocate(page.size() * Long.BYTES + rows.limit() * Float.BYTES);
        bytes.asLongBuffer().put(page.times());
        bytes.position(page.size() * Long.BYTES).slice().asFloatBuffer().put(rows);
        out.write(bytes.array());
    }

    @Override
    public RowPage deserialize(DataInputView in) throws IOException {
        Versions.require("row page", in.readByte(), VERSION);
        long[] times = new long[in.readUnsignedShort()];
        float[] rows = new float[in.readInt()];
        ByteBuffer bytes = ByteBuffer.allocate(times.length * Long.BYTES + rows.length * Float.BYTES);
        in.readFully(bytes.array());
        bytes.asLongBuffer().get(times);
        bytes.position(times.length * Long.BYTES).slice().asFloatBuffer().get(rows);
        return RowPage.wrap(rows, times);
    }

    @Override
    public TypeSerializerSnapshot<RowPage> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowPage> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
