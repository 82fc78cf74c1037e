package io.lookback.flow;

import static io.lookback.flow.Fields.readNullable;
import static io.lookback.flow.Fields.readString;
import static io.lookback.flow.Fields.writeNullable;
import static io.lookback.flow.Fields.writeString;

import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Label;
import io.lookback.control.Reset;
import io.lookback.control.Rule;
import io.lookback.control.Scope;
import io.lookback.control.SeriesPattern;
import io.lookback.control.Times;
import io.lookback.control.Tolerance;
import io.lookback.control.WeeklyWindow;
import io.lookback.event.Direction;
import io.lookback.event.Versions;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Entries of the control topic in state and between operators. */
final class ControlEntrySerializer extends ValueSerializer<ControlEntry> {

    static final ControlEntrySerializer INSTANCE = new ControlEntrySerializer();

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;
    private static final String RULE = "rule";
    private static final String LABEL = "label";
    private static final String MODEL = "model";
    private static final String RESET = "reset";
    private static final String FORECAST = "forecast";

    @Override
    public void serialize(ControlEntry entry, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        if (entry instanceof Rule rule) {
            writeString(RULE, out);
            write(rule, out);
        } else if (entry instanceof Label label) {
            writeString(LABEL, out);
            write(label, out);
        } else if (entry instanceof Announcement announcement) {
            writeString(MODEL, out);
            write(announcement, out);
        } else if (entry instanceof Reset reset) {
            writeString(RESET, out);
            write(reset, out);
        } else if (entry instanceof ForecastRequest request) {
            writeString(FORECAST, out);
            write(request, out);
        }
    }

    @Override
    public ControlEntry deserialize(DataInputView in) throws IOException {
        Versions.require("control entry", in.readByte(), VERSION);
        String kind = readString(in);
        return switch (kind) {
            case RULE -> readRule(in);
            case LABEL -> readLabel(in);
            case MODEL -> readAnnouncement(in);
            case RESET -> new Reset(readString(in), new SeriesPattern(readString(in)), in.readLong(), readString(in));
            case FORECAST -> new ForecastRequest(readString(in), readString(in), in.readLong(), readString(in));
            default ->
                throw new IOException(String.format(
                        Locale.ROOT,
                        "A control entry is a '%s'; this release knows %s, %s, %s, %s and %s",
                        kind,
                        RULE,
                        LABEL,
                        MODEL,
                        RESET,
                        FORECAST));
        };
    }

    private static void write(Rule rule, DataOutputView out) throws IOException {
        Direction direction = rule.scope().direction();
        writeString(rule.id(), out);
        writeString(rule.scope().series().text(), out);
        writeNullable(rule.scope().feature(), out);
        writeNullable(direction == null ? null : direction.name(), out);
        out.writeDouble(rule.tolerance().minAbsolute());
        out.writeDouble(rule.tolerance().minRelative());
        out.writeLong(rule.times().from());
        out.writeLong(rule.times().until());
        out.writeInt(rule.times().weekly().size());
        for (WeeklyWindow window : rule.times().weekly()) {
            write(window, out);
        }
        writeString(rule.reason(), out);
    }

    private static Rule readRule(DataInputView in) throws IOException {
        return new Rule(
                readString(in),
                new Scope(new SeriesPattern(readString(in)), readNullable(in), direction(readNullable(in))),
                new Tolerance(in.readDouble(), in.readDouble()),
                new Times(in.readLong(), in.readLong(), readWindows(in)),
                readString(in));
    }

    private static @Nullable Direction direction(@Nullable String name) {
        return name == null ? null : Direction.valueOf(name);
    }

    private static void write(WeeklyWindow window, DataOutputView out) throws IOException {
        out.writeByte(window.days().size());
        for (DayOfWeek day : window.days()) {
            out.writeByte(day.getValue());
        }
        out.writeLong(window.from().toNanoOfDay());
        out.writeLong(window.to().toNanoOfDay());
        writeString(window.zone().getId(), out);
    }

    private static List<WeeklyWindow> readWindows(DataInputView in) throws IOException {
        int size = in.readInt();
        List<WeeklyWindow> windows = new ArrayList<>();
        for (int window = 0; window < size; window++) {
            windows.add(new WeeklyWindow(
                    readDays(in),
                    LocalTime.ofNanoOfDay(in.readLong()),
                    LocalTime.ofNanoOfDay(in.readLong()),
                    ZoneId.of(readString(in))));
        }
        return windows;
    }

    private static List<DayOfWeek> readDays(DataInputView in) throws IOException {
        int size = in.readByte();
        List<DayOfWeek> days = new ArrayList<>();
        for (int day = 0; day < size; day++) {
            days.add(DayOfWeek.of(in.readByte()));
        }
        return days;
    }

    private static void write(Label label, DataOutputView out) throws IOException {
        writeString(label.id(), out);
        writeString(label.series(), out);
        writeString(label.verdict().name(), out);
        out.writeLong(label.from());
        out.writeLong(label.until());
        writeString(label.reason(), out);
    }

    private static Label readLabel(DataInputView in) throws IOException {
        return new Label(
                readString(in),
                readString(in),
                Label.Verdict.valueOf(readString(in)),
                in.readLong(),
                in.readLong(),
                readString(in));
    }

    private static void write(Announcement announcement, DataOutputView out) throws IOException {
        writeString(announcement.id(), out);
        writeString(announcement.series().text(), out);
        writeString(announcement.cell(), out);
        writeString(announcement.model(), out);
        writeString(announcement.file().path(), out);
        writeString(announcement.file().sha256(), out);
        out.writeBoolean(announcement.shadow());
        writeString(announcement.reason(), out);
    }

    private static void write(Reset reset, DataOutputView out) throws IOException {
        writeString(reset.id(), out);
        writeString(reset.series().text(), out);
        out.writeLong(reset.at());
        writeString(reset.reason(), out);
    }

    private static void write(ForecastRequest request, DataOutputView out) throws IOException {
        writeString(request.id(), out);
        writeString(request.series(), out);
        out.writeLong(request.at());
        writeString(request.reason(), out);
    }

    private static Announcement readAnnouncement(DataInputView in) throws IOException {
        return new Announcement(
                readString(in),
                new SeriesPattern(readString(in)),
                readString(in),
                readString(in),
                new Announcement.ModelFile(readString(in), readString(in)),
                in.readBoolean(),
                readString(in));
    }

    @Override
    public TypeSerializerSnapshot<ControlEntry> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint of a job with a control topic. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ControlEntry> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
