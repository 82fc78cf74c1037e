package io.lookback.flow;

import io.lookback.series.Series;
import io.lookback.series.SeriesLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Series in keyed state. The bytes carry a version for each part and name each cell's memory, so a series is read with the
 * memories that it has, without knowing whose it is; {@link #under} brings it to the cells that its job runs for it. Public
 * for code that SQL generates around it.
 */
public final class SeriesSerializer extends MutableSerializer<Series> {

    private static final long serialVersionUID = 1L;
    private static final int INITIAL_BYTES = 4096;

    private final SeriesLayout layout;

    private transient @Nullable DataOutputSerializer scratch;

    SeriesSerializer(SeriesLayout layout) {
        this.layout = layout;
    }

    @Override
    public TypeSerializer<Series> duplicate() {
        return new SeriesSerializer(layout);
    }

    /** Heap state asks for it at a series' first record after a snapshot began, so not through the bytes. */
    @Override
    public Series copy(Series series) {
        return series.copy();
    }

    /** The series itself, or what this job's detection makes of one that an earlier job wrote. */
    Series current(Series series) {
        SeriesLayout own = series.layout();
        return under(series, new SeriesLayout(own.cells(), layout.detection()));
    }

    /** The series itself, or what becomes of it under that layout. */
    Series under(Series series, SeriesLayout wanted) {
        if (series.layout().equals(wanted)) {
            return series;
        }
        try {
            return Series.read(written(series), wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("A series could not be read under another layout", e);
        }
    }

    private DataInputDeserializer written(Series series) throws IOException {
        if (scratch == null) {
            scratch = new DataOutputSerializer(INITIAL_BYTES);
        }
        scratch.clear();
        serialize(series, scratch);
        return new DataInputDeserializer(scratch.getSharedBuffer(), 0, scratch.length());
    }

    @Override
    public void serialize(Series series, DataOutputView out) throws IOException {
        series.write(out);
    }

    @Override
    public Series deserialize(DataInputView in) throws IOException {
        return Series.stored(in, layout);
    }

    @Override
    public TypeSerializerSnapshot<Series> snapshotConfiguration() {
        return new Snapshot(layout);
    }

    /** Written into every checkpoint: the layout that the series were written with. */
    public static final class Snapshot implements TypeSerializerSnapshot<Series> {

        private static final int FRAME = 1;

        private @Nullable SeriesLayout layout;

        /** For Flink, which then calls {@link #readSnapshot}. */
        public Snapshot() {}

        Snapshot(SeriesLayout layout) {
            this.layout = layout;
        }

        @Override
        public int getCurrentVersion() {
            return FRAME;
        }

        @Override
        public void writeSnapshot(DataOutputView out) throws IOException {
            LayoutFormat.write(known(), out);
        }

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
            if (version != FRAME) {
                throw new IOException(String.format(
                        Locale.ROOT, "The series state has frame version %d, this release reads %d", version, FRAME));
            }
            layout = LayoutFormat.read(in);
        }

        @Override
        public TypeSerializer<Series> restoreSerializer() {
            return new SeriesSerializer(known());
        }

        @Override
        public TypeSerializerSchemaCompatibility<Series> resolveSchemaCompatibility(
                TypeSerializerSnapshot<Series> older) {
            return older instanceof Snapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.incompatible();
        }

        private SeriesLayout known() {
            if (layout == null) {
                throw new IllegalStateException("The snapshot of the series serializer was not read yet");
            }
            return layout;
        }
    }
}
