package io.lookback.flow;

import io.lookback.detection.DetectionSpec;
import io.lookback.detection.FalseAlarms;
import io.lookback.detection.FalseAlarms.Per;
import io.lookback.detection.Side;
import io.lookback.event.Versions;
import io.lookback.memory.HistoryBound;
import io.lookback.memory.MemoryShape;
import io.lookback.series.SeriesLayout;
import io.lookback.series.SeriesLayout.CellLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How a {@link SeriesLayout} stands in a checkpoint. */
final class LayoutFormat {

    private static final int VERSION = 1;

    private static final String VECTOR = "vector";
    private static final String HISTORY = "history";
    private static final String WINDOW = "window";
    private static final String SLOTS = "slots";

    private LayoutFormat() {}

    static void write(SeriesLayout layout, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(layout.cells().size());
        for (CellLayout cell : layout.cells()) {
            out.writeUTF(cell.model());
            writeShape(cell.shape(), out);
        }
        DetectionSpec detection = layout.detection();
        out.writeDouble(detection.falseAlarms().count());
        out.writeInt(detection.warmUp());
        out.writeInt(detection.refractory());
        out.writeUTF(detection.side().name());
        out.writeDouble(detection.minRelative());
        out.writeDouble(detection.minAbsolute());
        out.writeUTF(detection.falseAlarms().per().name());
        out.writeBoolean(detection.evidence());
    }

    static SeriesLayout read(DataInputView in) throws IOException {
        Versions.require("series layout", in.readByte(), VERSION);
        int size = in.readInt();
        List<CellLayout> cells = new ArrayList<>();
        for (int cell = 0; cell < size; cell++) {
            cells.add(new CellLayout(in.readUTF(), readShape(in)));
        }
        return new SeriesLayout(cells, readDetection(in));
    }

    private static DetectionSpec readDetection(DataInputView in) throws IOException {
        double falseAlarms = in.readDouble();
        int warmUp = in.readInt();
        int refractory = in.readInt();
        Side side = Side.valueOf(in.readUTF());
        double minRelative = in.readDouble();
        double minAbsolute = in.readDouble();
        Per per = Per.valueOf(in.readUTF());
        return DetectionSpec.builder()
                .falseAlarms(new FalseAlarms(falseAlarms, per))
                .warmUp(warmUp)
                .refractory(refractory)
                .side(side)
                .minRelative(minRelative)
                .minAbsolute(minAbsolute)
                .evidence(in.readBoolean())
                .build();
    }

    private static void writeShape(MemoryShape shape, DataOutputView out) throws IOException {
        String kind = shape.match(vector -> VECTOR, history -> HISTORY, window -> window.chosen() ? SLOTS : WINDOW);
        int[] sizes = shape.match(
                vector -> new int[] {vector.size()},
                history -> new int[] {
                    history.context(),
                    history.row(),
                    history.bound().maxSteps(),
                    history.bound().sinks()
                },
                window -> new int[] {window.width(), window.row()});
        out.writeUTF(kind);
        for (int size : sizes) {
            out.writeInt(size);
        }
    }

    private static MemoryShape readShape(DataInputView in) throws IOException {
        String kind = in.readUTF();
        return switch (kind) {
            case VECTOR -> new MemoryShape.Vector(in.readInt());
            case HISTORY ->
                new MemoryShape.History(in.readInt(), in.readInt(), new HistoryBound(in.readInt(), in.readInt()));
            case WINDOW -> new MemoryShape.Window(in.readInt(), in.readInt(), false);
            case SLOTS -> new MemoryShape.Window(in.readInt(), in.readInt(), true);
            default ->
                throw new IOException(String.format(
                        Locale.ROOT,
                        "A series layout names the memory '%s'; this release knows %s, %s, %s and %s",
                        kind,
                        VECTOR,
                        HISTORY,
                        WINDOW,
                        SLOTS));
        };
    }
}
