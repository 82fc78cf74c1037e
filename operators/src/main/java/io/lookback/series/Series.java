package io.lookback.series;

import io.lookback.custom.CustomMemory;
import io.lookback.custom.CustomModel;
import io.lookback.detection.Detector;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Versions;
import io.lookback.forecast.CrossFeatureCorrection;
import io.lookback.forecast.ForecastState;
import io.lookback.forecast.Forecasters;
import io.lookback.forecast.HorizonErrors;
import io.lookback.memory.Memory;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.Channel;
import io.lookback.series.SeriesLayout.CellLayout;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All that a series remembers: one value of keyed state, read once and written once a record. Mutable; owned by the
 * state backend between two steps and by the wave during one.
 */
public final class Series {

    private static final int VERSION = 13;

    /** Steps that a memory which begins later than its series takes in before its forecast counts. */
    public static final int SETTLING = 64;

    private final SeriesLayout layout;
    private final Features features;
    private final List<Channel> channels;
    private final List<CellMemory> memories;
    private Forecasters forecasters;
    private final Detector detector;

    private CustomMemories customMemories = CustomMemories.NONE;

    /** Signatures of the custom models whose forecasts count, in their order, behind the cells. */
    private List<String> joined = List.of();

    /** How far multi-step forecasts of each channel were off; none where nobody asks for any. */
    private List<HorizonErrors> horizons = List.of();

    private SeriesClock clock = new SeriesClock();
    private long reset;
    private Silence silence = new Silence();

    private Series(
            SeriesLayout layout,
            Features features,
            List<Channel> channels,
            List<CellMemory> memories,
            Forecasters forecasters,
            Detector detector) {
        this.layout = layout;
        this.features = features;
        this.channels = Collections.unmodifiableList(channels);
        this.memories = new ArrayList<>(memories);
        this.forecasters = forecasters;
        this.detector = detector;
    }

    public static Series fresh(Features features, SeriesLayout layout) {
        List<Channel> channels = new ArrayList<>();
        for (int channel = 0; channel < features.size(); channel++) {
            channels.add(new Channel());
        }
        List<CellMemory> memories = new ArrayList<>();
        for (int cell = 0; cell < layout.cells().size(); cell++) {
            memories.add(CellMemory.fresh(layout.shape(cell), features.size(), 0));
        }
        return new Series(
                layout,
                features,
                channels,
                memories,
                Forecasters.fresh(features.size(), memories.size()),
                layout.detection().freshDetector(features.size()));
    }

    /** What this series was made for: a job with another layout reads it anew from its bytes. */
    public SeriesLayout layout() {
        return layout;
    }

    public Features features() {
        return features;
    }

    public List<Channel> channels() {
        return channels;
    }

    public Memory memory(int cell, int channel) {
        return memories.get(cell).channels().get(channel);
    }

    /** Gives up a cell's memory of a channel; its forecast counts again once the new one has settled. */
    void restartMemory(int cell, int channel) {
        memories.set(cell, memories.get(cell).restart(layout.shape(cell), channel, steps()));
    }

    /** What a custom model remembers: a fresh memory where it is not the model's own. */
    CustomMemory customMemory(int place, CustomModel model) {
        return customMemories.of(place, model);
    }

    /** Remembers these in place of all before. */
    void remember(List<String> signatures, List<CustomMemory> memories) {
        customMemories = new CustomMemories(signatures, memories);
    }

    /** Custom models whose forecasts count beside those of the cells; one that is new counts as much as the average. */
    void join(List<String> names) {
        if (joined.equals(names)) {
            return;
        }
        int cells = memories.size();
        int[] before = new int[cells + names.size()];
        for (int k = 0; k < before.length; k++) {
            int known = k < cells ? k : joined.indexOf(names.get(k - cells));
            before[k] = k >= cells && known >= 0 ? cells + known : known;
        }
        forecasters = steps() == 0 ? Forecasters.fresh(features.size(), before.length) : forecasters.with(before);
        joined = List.copyOf(names);
    }

    /** How the forecasters of a channel did. */
    ForecastState forecast(int channel) {
        return forecasters.features().get(channel);
    }

    /** How the features' forecasts are corrected by each other. */
    CrossFeatureCorrection correction() {
        return forecasters.correction();
    }

    /** How far multi-step forecasts of each channel were off; fresh where the channel has none of that horizon. */
    List<HorizonErrors> horizons(int horizon) {
        if (horizons.size() != channels.size() || horizons.stream().anyMatch(errors -> errors.horizon() != horizon)) {
            List<HorizonErrors> wanted = new ArrayList<>(channels.size());
            for (int channel = 0; channel < channels.size(); channel++) {
                boolean known = channel < horizons.size();
                wanted.add(known ? horizons.get(channel).of(horizon) : HorizonErrors.fresh(horizon));
            }
            horizons = wanted;
        }
        return horizons;
    }

    /** Nobody asks for multi-step forecasts. */
    void forgetHorizons() {
        horizons = List.of();
    }

    /** Event time between two records as a rule, ms. */
    long interval() {
        return clock.interval();
    }

    /**
     * Whether a cell's forecast counts. A memory that is younger than its series knows too little at first, and the
     * series is judged by what it did under another model: the first {@value #SETTLING} forecasts are left out.
     */
    boolean settled(int cell) {
        long begun = memories.get(cell).begun();
        return begun == 0 || steps() - begun >= SETTLING;
    }

    /** Rows that a cell keeps of this series, all channels together. */
    public int rows(int cell) {
        int rows = 0;
        for (Memory memory : memories.get(cell).channels()) {
            rows += memory.rows();
        }
        return rows;
    }

    public Detector detector() {
        return detector;
    }

    /** Records scored so far. */
    public long steps() {
        return clock.steps();
    }

    /** Event time of the newest scored record; {@link Long#MIN_VALUE} before the first. */
    public long lastTime() {
        return clock.lastTime();
    }

    /** Whether the record comes after a pause that the series' usual sampling interval does not explain. */
    public boolean gapBefore(long time) {
        return clock.gapBefore(time);
    }

    /** When the series was last heard, and whether it is silent. */
    public Silence silence() {
        return silence;
    }

    /**
     * A record came.
     *
     * @param listening processing time from which on it could have come
     */
    public void touch(long processingTime, long listening) {
        silence.heard(processingTime, listening, clock.elapsed(), steps() <= 1);
    }

    /**
     * Begins the alert of a silence.
     *
     * @param reached event time, ms
     */
    public Alert beginSilence(String name, long reached) {
        return silence.beginAlert(name, lastTime(), steps(), reached);
    }

    /** Ends the alert of a silence, if one is open, since a record came. */
    public Optional<Alert> breakSilence(String name) {
        return silence.breakAlert(name, lastTime());
    }

    /**
     * Ends the alert of a silence, if one is open, since no record will come.
     *
     * @param processingTime now, ms
     * @param reached event time, ms
     */
    public Optional<Alert> endSilence(String name, long processingTime, long reached) {
        return silence.endAlert(name, processingTime, reached);
    }

    /** When the newest reset of the series that it has seen was asked for, ms; 0 for none. */
    public long reset() {
        return reset;
    }

    /** Resets up to that one do not concern this series any more. */
    public void passReset(long at) {
        reset = at;
    }

    /** Takes a scored record in. */
    void observe(Observation observation, Calendar calendar) {
        for (int channel = 0; channel < channels.size(); channel++) {
            if (!observation.values().missing(channel)) {
                channels.get(channel).observe(observation.values().at(channel), observation.time(), calendar);
            }
        }
        clock.observe(observation.time());
    }

    /**
     * The series with further features, which begin now; what it knows of the others stays. This one is not to be used any
     * more.
     *
     * @param wider the features of this series, and more behind them
     */
    Series grow(Features wider) {
        List<Channel> grown = new ArrayList<>(channels);
        while (grown.size() < wider.size()) {
            grown.add(new Channel());
        }
        List<CellMemory> wide = new ArrayList<>();
        for (int cell = 0; cell < memories.size(); cell++) {
            wide.add(memories.get(cell).grow(layout.shape(cell), wider.size()));
        }
        Forecasters more = forecasters.grow(wider.size(), memories.size() + joined.size());
        Series series = new Series(layout, wider, grown, wide, more, detector.grow(wider.size()));
        series.take(this);
        return series;
    }

    /** Returns a deep copy. */
    public Series copy() {
        Series copy = new Series(
                layout,
                features,
                channels.stream().map(Channel::copy).toList(),
                memories.stream().map(CellMemory::copy).toList(),
                forecasters.copy(),
                detector.copy());
        copy.take(this);
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeShort(features.size());
        for (String name : features.names()) {
            out.writeUTF(name);
        }
        clock.write(out);
        out.writeLong(reset);
        silence.write(out);
        for (Channel channel : channels) {
            channel.write(out);
        }
        out.writeByte(memories.size());
        for (int cell = 0; cell < memories.size(); cell++) {
            out.writeUTF(layout.cells().get(cell).signature());
            out.writeInt(features.size() * layout.shape(cell).bytes());
            memories.get(cell).write(out);
        }
        out.writeByte(joined.size());
        for (String forecaster : joined) {
            out.writeUTF(forecaster);
        }
        forecasters.write(out);
        detector.write(out);
        customMemories.write(out);
        out.writeShort(horizons.isEmpty() ? 0 : horizons.get(0).horizon());
        for (HorizonErrors errors : horizons) {
            errors.write(out);
        }
    }

    /**
     * Reads a series into this layout: memories of cells that it does not name are left out, those of cells that are new
     * to the series begin fresh.
     */
    public static Series read(DataInput in, SeriesLayout layout) throws IOException {
        return stored(in, layout).under(layout);
    }

    /**
     * Reads a series with the memories that it has.
     *
     * @param like of the same detection settings, and of the cells that it most likely has
     */
    public static Series stored(DataInput in, SeriesLayout like) throws IOException {
        Versions.require("series", in.readByte(), VERSION);
        int size = in.readUnsignedShort();
        List<String> names = new ArrayList<>(size);
        for (int feature = 0; feature < size; feature++) {
            names.add(in.readUTF());
        }
        SeriesClock clock = SeriesClock.read(in);
        long reset = in.readLong();
        Silence silence = Silence.read(in);
        List<Channel> channels = new ArrayList<>(size);
        for (int channel = 0; channel < size; channel++) {
            channels.add(Channel.read(in));
        }
        int stored = in.readUnsignedByte();
        List<CellLayout> cells = new ArrayList<>(stored);
        List<CellMemory> memories = new ArrayList<>(stored);
        for (int cell = 0; cell < stored; cell++) {
            cells.add(like.named(in.readUTF(), cell));
            in.readInt(); // the memories' bytes: their shape says as much
            memories.add(CellMemory.read(in, cells.get(cell).shape(), size));
        }
        List<String> joined = new ArrayList<>();
        for (int forecaster = in.readUnsignedByte(); forecaster > 0; forecaster--) {
            joined.add(in.readUTF());
        }
        Forecasters forecasters = Forecasters.read(in, size, stored + joined.size());
        Series series = new Series(
                like.with(cells),
                new Features(names),
                channels,
                memories,
                forecasters,
                Detector.read(in, like.detection()));
        series.joined = List.copyOf(joined);
        series.clock = clock;
        series.reset = reset;
        series.silence = silence;
        series.customMemories = CustomMemories.read(in);
        series.readHorizons(in);
        return series;
    }

    private void readHorizons(DataInput in) throws IOException {
        int horizon = in.readUnsignedShort();
        List<HorizonErrors> read = new ArrayList<>();
        for (int channel = 0; horizon > 0 && channel < channels.size(); channel++) {
            read.add(HorizonErrors.read(in, horizon));
        }
        horizons = List.copyOf(read);
    }

    private Series under(SeriesLayout wanted) {
        if (layout.equals(wanted)) {
            return this;
        }
        List<CellMemory> kept = new ArrayList<>();
        int cells = wanted.cells().size();
        int[] before = new int[cells + joined.size()];
        for (int forecaster = 0; forecaster < joined.size(); forecaster++) {
            before[cells + forecaster] = layout.cells().size() + forecaster;
        }
        for (int cell = 0; cell < cells; cell++) {
            int known = layout.cellNamed(wanted.cells().get(cell).signature());
            before[cell] = known;
            kept.add(known < 0 ? CellMemory.fresh(wanted.shape(cell), features.size(), steps()) : memories.get(known));
        }
        Series series = new Series(wanted, features, channels, kept, forecasters.with(before), detector);
        series.take(this);
        return series;
    }

    private void take(Series other) {
        clock = other.clock.copy();
        reset = other.reset;
        joined = other.joined;
        customMemories = other.customMemories;
        horizons = other.horizons.stream().map(HorizonErrors::copy).toList();
        silence = other.silence.copy();
    }
}
