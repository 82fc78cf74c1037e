package io.lookback.flow;

import io.lookback.series.Series;
import io.lookback.series.SeriesSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Series in keyed state. The bytes carry a version for each part and describe their own sizes, so the job's present spec
 * reads what any earlier one wrote; nothing of the spec itself is stored.
 */
final class SeriesSerializer extends MutableSerializer<Series> {

    private static final long serialVersionUID = 1L;
    private static final int INITIAL_BYTES = 4096;

    private final SeriesSpec spec;

    private transient @Nullable DataOutputSerializer scratch;

    SeriesSerializer(SeriesSpec spec) {
        this.spec = spec;
    }

    @Override
    public TypeSerializer<Series> duplicate() {
        return new SeriesSerializer(spec);
    }

    /** Through the bytes: whatever a checkpoint would lose, a copy would lose too, and the tests would see it. */
    @Override
    public Series copy(Series series) {
        if (scratch == null) {
            scratch = new DataOutputSerializer(INITIAL_BYTES);
        }
        try {
            scratch.clear();
            serialize(series, scratch);
            return deserialize(new DataInputDeserializer(scratch.getSharedBuffer(), 0, scratch.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("A series could not be copied in memory", e);
        }
    }

    @Override
    public void serialize(Series series, DataOutputView out) throws IOException {
        series.write(out, spec);
    }

    @Override
    public Series deserialize(DataInputView in) throws IOException {
        return Series.read(in, spec);
    }

    @Override
    public TypeSerializerSnapshot<Series> snapshotConfiguration() {
        return new Snapshot(spec);
    }

    /** Written into every checkpoint: a version of the frame alone, since the bytes carry their own. */
    public static final class Snapshot implements TypeSerializerSnapshot<Series> {

        private static final int FRAME = 1;

        private final @Nullable SeriesSpec spec;

        /** For Flink, on reading a checkpoint. */
        public Snapshot() {
            this(null);
        }

        Snapshot(@Nullable SeriesSpec spec) {
            this.spec = spec;
        }

        @Override
        public int getCurrentVersion() {
            return FRAME;
        }

        @Override
        public void writeSnapshot(DataOutputView out) {}

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
            if (version != FRAME) {
                throw new IOException(
                        "The series state has frame version %d, this release reads %d".formatted(version, FRAME));
            }
        }

        @Override
        public TypeSerializer<Series> restoreSerializer() {
            if (spec == null) {
                throw new IllegalStateException("Series are read with the spec of the job that runs, not of the one"
                        + " that wrote them: open the state through the job's own operator");
            }
            return new SeriesSerializer(spec);
        }

        @Override
        public TypeSerializerSchemaCompatibility<Series> resolveSchemaCompatibility(
                TypeSerializerSnapshot<Series> older) {
            return older instanceof Snapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.incompatible();
        }
    }
}
