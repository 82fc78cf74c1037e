package io.lookback.flow;

import io.lookback.event.Versions;
import io.lookback.memory.RowPage;
import io.lookback.series.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Whole series in state of SQL. Public for code that SQL generates around it. */
public final class KeptSeriesSerializer extends MutableSerializer<KeptSeries> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    private final TypeSerializer<Series> series;

    KeptSeriesSerializer(TypeSerializer<Series> series) {
        this.series = series;
    }

    @Override
    public TypeSerializer<KeptSeries> duplicate() {
        return new KeptSeriesSerializer(series.duplicate());
    }

    /** Pages never change: a step writes a new one. */
    @Override
    public KeptSeries copy(KeptSeries kept) {
        Series known = kept.series();
        return new KeptSeries(kept.name(), known == null ? null : known.copy(), new HashMap<>(kept.pages()));
    }

    @Override
    public void serialize(KeptSeries kept, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        Fields.writeString(kept.name(), out);
        Series known = kept.series();
        out.writeBoolean(known != null);
        if (known != null) {
            series.serialize(known, out);
        }
        out.writeInt(kept.pages().size());
        for (Map.Entry<Long, RowPage> page : kept.pages().entrySet()) {
            out.writeLong(page.getKey());
            RowPageSerializer.INSTANCE.serialize(page.getValue(), out);
        }
    }

    @Override
    public KeptSeries deserialize(DataInputView in) throws IOException {
        Versions.require("kept series", in.readByte(), VERSION);
        String name = Fields.readString(in);
        Series known = in.readBoolean() ? series.deserialize(in) : null;
        Map<Long, RowPage> pages = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            pages.put(in.readLong(), RowPageSerializer.INSTANCE.deserialize(in));
        }
        return new KeptSeries(name, known, pages);
    }

    @Override
    public TypeSerializerSnapshot<KeptSeries> snapshotConfiguration() {
        return new Snapshot(series.snapshotConfiguration());
    }

    /** Written into every checkpoint. */
    public static final class Snapshot implements TypeSerializerSnapshot<KeptSeries> {

        private @Nullable TypeSerializerSnapshot<Series> series;

        /** For Flink, which then calls {@link #readSnapshot}. */
        public Snapshot() {}

        Snapshot(TypeSerializerSnapshot<Series> series) {
            this.series = series;
        }

        @Override
        public int getCurrentVersion() {
            return VERSION;
        }

        @Override
        public void writeSnapshot(DataOutputView out) throws IOException {
            TypeSerializerSnapshot.writeVersionedSnapshot(out, known());
        }

        @Override
        public void readSnapshot(int version, DataInputView in, ClassLoader loader) throws IOException {
            if (version != VERSION) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "The state of whole series has version %d, this release reads %d",
                        version,
                        VERSION));
            }
            series = TypeSerializerSnapshot.readVersionedSnapshot(in, loader);
        }

        @Override
        public TypeSerializer<KeptSeries> restoreSerializer() {
            return new KeptSeriesSerializer(known().restoreSerializer());
        }

        @Override
        public TypeSerializerSchemaCompatibility<KeptSeries> resolveSchemaCompatibility(
                TypeSerializerSnapshot<KeptSeries> older) {
            return older instanceof Snapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                    : TypeSerializerSchemaCompatibility.incompatible();
        }

        private TypeSerializerSnapshot<Series> known() {
            if (series == null) {
                throw new IllegalStateException("The snapshot of the serializer was not read yet");
            }
            return series;
        }
    }
}
