package io.lookback.series;

import io.lookback.detect.Detector;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Versions;
import io.lookback.memory.Memory;
import io.lookback.normalise.Calendar;
import io.lookback.normalise.Channel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that a series remembers: one value of keyed state, read once and written once a record. Mutable; owned by the
 * state backend between two steps and by the wave during one.
 */
public final class Series {

    private static final int VERSION = 1;
    private static final long FIRST_INTERVAL_MS = 300_000;
    private static final int EARLY = 5;
    private static final int GAP_FACTOR = 3;

    private final SeriesLayout layout;
    private final Features features;
    private final List<Channel> channels;
    /** One list per cell, one memory per channel. */
    private final List<List<Memory>> memories;

    private final Detector detector;

    private long steps;
    private long lastTime;
    private long interval;
    private long seen;

    private Series(
            SeriesLayout layout,
            Features features,
            List<Channel> channels,
            List<List<Memory>> memories,
            Detector detector) {
        this.layout = layout;
        this.features = features;
        this.channels = channels;
        this.memories = memories;
        this.detector = detector;
        this.lastTime = Long.MIN_VALUE;
        this.interval = FIRST_INTERVAL_MS;
    }

    public static Series fresh(Features features, SeriesLayout layout) {
        List<Channel> channels = new ArrayList<>();
        for (int channel = 0; channel < features.size(); channel++) {
            channels.add(new Channel());
        }
        List<List<Memory>> memories = new ArrayList<>();
        for (int cell = 0; cell < layout.cells().size(); cell++) {
            memories.add(freshMemories(layout, cell, features.size()));
        }
        return new Series(
                layout, features, channels, memories, layout.detection().freshDetector(features.size()));
    }

    /** What this series was made for: a job with another layout reads it anew from its bytes. */
    public SeriesLayout layout() {
        return layout;
    }

    public Features features() {
        return features;
    }

    public List<Channel> channels() {
        return Collections.unmodifiableList(channels);
    }

    public Memory memory(int cell, int channel) {
        return memories.get(cell).get(channel);
    }

    /** Rows that a cell keeps of this series, all channels together. */
    public int rows(int cell) {
        int rows = 0;
        for (Memory memory : memories.get(cell)) {
            rows += memory.rows();
        }
        return rows;
    }

    public Detector detector() {
        return detector;
    }

    /** Records scored so far. */
    public long steps() {
        return steps;
    }

    /** Event time of the newest scored record; {@link Long#MIN_VALUE} before the first. */
    public long lastTime() {
        return lastTime;
    }

    /** Whether the record comes after a pause that the series' usual sampling interval does not explain. */
    public boolean gapBefore(long time) {
        return steps >= EARLY && time - lastTime > GAP_FACTOR * interval;
    }

    /** Processing time at which the series was last touched, ms since the epoch. */
    public long seen() {
        return seen;
    }

    public void touch(long processingTime) {
        seen = processingTime;
    }

    /** Takes a scored record in. */
    void observe(Observation observation, Calendar calendar) {
        for (int channel = 0; channel < channels.size(); channel++) {
            if (!observation.values().missing(channel)) {
                channels.get(channel).observe(observation.values().at(channel), observation.time(), calendar);
            }
        }
        long gap = observation.time() - lastTime;
        if (steps > 0 && gap > 0 && (steps < EARLY || gap < GAP_FACTOR * interval)) {
            interval = gap;
        }
        lastTime = Math.max(lastTime, observation.time());
        steps++;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeShort(features.size());
        for (String name : features.names()) {
            out.writeUTF(name);
        }
        out.writeLong(steps);
        out.writeLong(lastTime);
        out.writeLong(interval);
        out.writeLong(seen);
        for (Channel channel : channels) {
            channel.write(out);
        }
        out.writeByte(memories.size());
        for (int cell = 0; cell < memories.size(); cell++) {
            out.writeUTF(layout.cells().get(cell).signature());
            out.writeInt(features.size() * layout.shape(cell).bytes());
            for (Memory memory : memories.get(cell)) {
                memory.write(out);
            }
        }
        detector.write(out);
    }

    public static Series read(DataInput in, SeriesLayout layout) throws IOException {
        Versions.require("series", in.readByte(), VERSION);
        int size = in.readUnsignedShort();
        List<String> names = new ArrayList<>(size);
        for (int feature = 0; feature < size; feature++) {
            names.add(in.readUTF());
        }
        long steps = in.readLong();
        long lastTime = in.readLong();
        long interval = in.readLong();
        long seen = in.readLong();
        List<Channel> channels = new ArrayList<>(size);
        for (int channel = 0; channel < size; channel++) {
            channels.add(Channel.read(in));
        }
        List<List<Memory>> memories = readMemories(in, layout, size);
        Series series =
                new Series(layout, new Features(names), channels, memories, Detector.read(in, layout.detection()));
        series.steps = steps;
        series.lastTime = lastTime;
        series.interval = interval;
        series.seen = seen;
        return series;
    }

    /** Memories of cells that the job no longer runs are skipped, those of new cells begin fresh. */
    private static List<List<Memory>> readMemories(DataInput in, SeriesLayout layout, int channels) throws IOException {
        List<List<Memory>> memories = new ArrayList<>();
        for (int cell = 0; cell < layout.cells().size(); cell++) {
            memories.add(List.of());
        }
        int stored = in.readUnsignedByte();
        for (int i = 0; i < stored; i++) {
            String signature = in.readUTF();
            int bytes = in.readInt();
            int cell = layout.cellNamed(signature);
            if (cell < 0) {
                in.skipBytes(bytes);
            } else {
                List<Memory> read = new ArrayList<>(channels);
                for (int channel = 0; channel < channels; channel++) {
                    read.add(layout.shape(cell).read(in));
                }
                memories.set(cell, read);
            }
        }
        for (int cell = 0; cell < memories.size(); cell++) {
            if (memories.get(cell).isEmpty()) {
                memories.set(cell, freshMemories(layout, cell, channels));
            }
        }
        return memories;
    }

    private static List<Memory> freshMemories(SeriesLayout layout, int cell, int channels) {
        List<Memory> fresh = new ArrayList<>(channels);
        for (int channel = 0; channel < channels; channel++) {
            fresh.add(layout.shape(cell).fresh());
        }
        return fresh;
    }
}
