package io.lookback.detection;

import io.lookback.alert.Finding;
import io.lookback.alert.Finding.Trouble;
import io.lookback.block.Block;
import io.lookback.detection.evidence.Evidence;
import io.lookback.detection.evidence.Moment;
import io.lookback.detection.fusion.Fusion;
import io.lookback.detection.tuning.Tuning;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Status;
import io.lookback.event.Versions;
import io.lookback.forecast.Forecast;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.Channel;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges the records of one series, one after the other, each against nothing but the records before it. Per feature, the
 * evidence that a value is unusual; the features together, one level for alerts and one for graphs; of the level for
 * alerts, how rare it is for this series, and whether it is news; and the life of the alert that comes of it.
 *
 * <p>All state stands in one {@link Block}; the {@link Parts} are views of it. Mutable, one owner, not thread-safe. Per
 * record: the cells predict, then {@link #judge}, then the caller lets the channels observe the values.
 */
public final class Detector {

    private static final int VERSION = 1;
    private static final double LARGEST = 1e150;
    private static final Parts PARTS = Parts.ALL;

    private final DetectionSpec spec;
    private final int features;
    private final Block block;

    private Detector(DetectionSpec spec, int features, Block block) {
        this.spec = spec;
        this.features = features;
        this.block = block;
    }

    static Detector fresh(DetectionSpec spec, int features) {
        return new Detector(spec, features, Block.ofSize(PARTS.size(features)));
    }

    /**
     * Returns the detector of the same series with further features behind those that it has, which keep their state.
     *
     * @param more features than there are
     */
    public Detector grow(int more) {
        if (more <= features) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "The detector has %d features and cannot grow to %d", features, more));
        }
        return new Detector(spec, more, block.extended(PARTS.size(more)));
    }

    /** Judges a record by the threshold that the job was set to. */
    public Verdict judge(
            Observation observation,
            List<Channel> channels,
            List<Forecast> forecasts,
            Calendar calendar,
            Moment moment) {
        return judge(observation, channels, forecasts, calendar, moment, 1);
    }

    /**
     * Judges a record, then takes it in.
     *
     * @param channels of the features, as they were before this record
     * @param forecasts of the features for this record
     * @param moment to fill in for each value; the same one serves any number of records and detectors
     * @param rateFactor of {@link Sensitivity}; score and severity are the same whatever it is
     */
    public Verdict judge(
            Observation observation,
            List<Channel> channels,
            List<Forecast> forecasts,
            Calendar calendar,
            Moment moment,
            double rateFactor) {
        requireShape(observation, channels, forecasts);
        PARTS.cadence.learn(block, observation.time());
        Explanation explanation = new Explanation(spec, observation, channels, forecasts, calendar);
        Fusion fusion = new Fusion();
        Trouble trouble = weigh(observation, explanation, fusion, moment);
        return verdict(observation, explanation, fusion, trouble, rateFactor);
    }

    /** Returns whether the features of the open alert have gone back to what they did before it. */
    private Trouble weigh(Observation observation, Explanation explanation, Fusion fusion, Moment moment) {
        boolean alerting = PARTS.tracker.isOpen(block);
        boolean quarterEnds = explanation.endsQuarter(interval());
        Trouble trouble = Trouble.UNKNOWN;
        double[] found = new double[PARTS.evidence.size()];
        for (int f = 0; f < features; f++) {
            if (observation.values().missing(f)) {
                continue;
            }
            double x = Math.max(-LARGEST, Math.min(LARGEST, observation.values().at(f)));
            PARTS.sample.place(
                    moment.of(block, PARTS.feature(f), observation.time(), x, explanation.forecast(f), alerting));
            if (quarterEnds) {
                explanation.habit(f, moment, PARTS.cadence.rowsPerDay(block));
            }
            for (int i = 0; i < found.length; i++) {
                found[i] = PARTS.evidence.get(i).read(moment);
            }
            double due = PARTS.absence.due(moment);
            double expected = Double.isNaN(due) ? PARTS.surprise.expected(moment) : due;
            double weight = fusion.add(found, PARTS.surprise.recent(moment));
            explanation.add(f, expected, moment, found, weight);
            trouble = alerting ? trouble.and(trouble(f, moment, explanation)) : trouble;
            learn(moment);
        }
        return trouble;
    }

    private Trouble trouble(int feature, Moment moment, Explanation explanation) {
        float atPeak = PARTS.tracker.deviation(block, feature);
        if (Float.isNaN(atPeak)) {
            return Trouble.UNKNOWN;
        }
        boolean unusualThen = atPeak > moment.deviation();
        boolean troubled = PARTS.standstill.read(moment) > 0
                || (unusualThen && explanation.deviationFromUsual(feature) > Tuning.BACK * atPeak)
                || !PARTS.sample.recovered(moment);
        return troubled ? Trouble.PRESENT : Trouble.ABSENT;
    }

    private void learn(Moment moment) {
        for (Evidence evidence : PARTS.evidence) {
            evidence.learn(moment);
        }
        PARTS.sample.learn(moment);
    }

    private Verdict verdict(
            Observation observation, Explanation explanation, Fusion fusion, Trouble trouble, double rateFactor) {
        Times times = times();
        Status status = status(times.warmUp());
        double score = 0;
        boolean anomaly = false;
        boolean still = false;
        if (!fusion.isEmpty()) {
            double rarity = PARTS.rate.read(block, fusion.alert());
            double rare = AlertScale.level(rarity, fusion.alert());
            double stuck = Tuning.LEVEL_AT_TEN + fusion.standstill() - Tuning.STILL;
            still = stuck > rare && explanation.standstillMatters();
            double missed = Tuning.LEVEL_AT_TEN + fusion.absence() - Tuning.ABSENT;
            boolean absent = !still && fusion.absence() > 0 && missed > rare;
            double level = still ? stuck : absent ? missed : rare;
            if ((still || explanation.matters()) && news(level, times.refractory())) {
                score = AlertScale.score(level);
                double accepted = accepted(rateFactor);
                anomaly = status != Status.WARMING
                        && level >= AlertScale.threshold(accepted)
                        && (still || absent || seldom(fusion.alert(), rarity, explanation.slot(), accepted));
            }
            PARTS.rate.learn(block, fusion.alert(), explanation.slot(), times.refractory());
        }
        rememberFirstMove();
        double severity = severity(fusion, times.refractory());
        long index = PARTS.cadence.index(block);
        List<Alert> alerts = track(
                observation,
                new Finding(
                        index, observation.time(), score, severity, trouble, anomaly ? explanation.cause(still) : null),
                times);
        return new Verdict(
                score,
                severity,
                anomaly,
                status,
                Math.min(1, (double) index / times.warmUp()),
                explanation.features(),
                alerts);
    }

    private double severity(Fusion fusion, long refractory) {
        double kept = 1 - 1 / Math.max(Tuning.SHORTEST_HOLD, refractory / 2.0);
        double held = Math.max(fusion.surprise(), kept * block.doubleAt(PARTS.held));
        block.putDouble(PARTS.held, held);
        return AlertScale.severity(fusion.severity(held));
    }

    private boolean news(double level, long refractory) {
        long index = PARTS.cadence.index(block);
        boolean news = PARTS.news.read(block, index, level, refractory);
        PARTS.news.learn(block, index, level, refractory);
        return news;
    }

    /** False alarms in 10,000 records. */
    private double accepted(double rateFactor) {
        return rateFactor * spec.falseAlarms().inTenThousand(PARTS.cadence.rowsPerDay(block));
    }

    private List<Alert> track(Observation observation, Finding finding, Times times) {
        boolean before = PARTS.tracker.isOpen(block);
        List<Alert> alerts =
                PARTS.tracker.track(block, observation.series(), observation.features(), finding, times.hysteresis());
        if (!before && PARTS.tracker.isOpen(block)) {
            for (int f = 0; f < features; f++) {
                PARTS.sample.forgetMarks(block, PARTS.feature(f));
            }
        }
        return alerts;
    }

    private boolean seldom(double statistic, double rarity, int slot, double accepted) {
        return PARTS.rate.seldom(block, statistic, rarity, accepted)
                && !PARTS.rate.recurs(block, statistic, slot, PARTS.cadence.rowsPerDay(block));
    }

    private void rememberFirstMove() {
        if (block.longAt(PARTS.moved) > 0) {
            return;
        }
        for (int f = 0; f < features; f++) {
            if (!PARTS.spread.constant(block, PARTS.feature(f))) {
                block.putLong(PARTS.moved, PARTS.cadence.index(block));
                return;
            }
        }
    }

    private Times times() {
        return Times.of(spec, PARTS.cadence.rowsPerDay(block));
    }

    /** How far the series had come at its last record. */
    public Status status() {
        return status(Times.warmUp(spec, PARTS.cadence.rowsPerDay(block)));
    }

    private Status status(long warmUp) {
        if (!ready(warmUp)) {
            return Status.WARMING;
        }
        return PARTS.cadence.stale(block) ? Status.STALE : Status.READY;
    }

    /** A series that began to move only now is as young as its first move, unless it stood for long enough before. */
    private boolean ready(long warmUp) {
        long index = PARTS.cadence.index(block);
        long moved = block.longAt(PARTS.moved);
        boolean settled = moved == 0 || moved >= Tuning.FIRST_MOVE || index - moved >= warmUp - 1;
        return index >= warmUp && settled;
    }

    /** From which time without a record the series counts as silent, ms. */
    public long silence() {
        return PARTS.cadence.silence(block);
    }

    /** Usual time between two records, ms. */
    public long interval() {
        return PARTS.cadence.usualInterval(block);
    }

    /** Whether an alert of the series has begun and not ended. */
    public boolean alerting() {
        return PARTS.tracker.isOpen(block);
    }

    /** The id of the series' alert, if one is open. */
    public Optional<String> openAlert(String series) {
        return PARTS.tracker.openId(block, series);
    }

    /** Ends the series' alert, if one is open, because no record will. */
    public Optional<Alert> endAlert(String series, Features names) {
        return PARTS.tracker.end(block, series, names);
    }

    private void requireShape(Observation observation, List<Channel> channels, List<Forecast> forecasts) {
        int found = observation.features().size();
        if (found != features || channels.size() != found || forecasts.size() != found) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The detector of series '%s' has %d features; the record carries %d, with %d channels and %d forecasts",
                    observation.series(),
                    features,
                    found,
                    channels.size(),
                    forecasts.size()));
        }
    }

    /** Returns a deep copy. */
    public Detector copy() {
        return new Detector(spec, features, block.copy());
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(features);
        block.write(out);
    }

    /** @param spec of the job that continues */
    public static Detector read(DataInput in, DetectionSpec spec) throws IOException {
        Versions.require("detector", in.readByte(), VERSION);
        int features = in.readInt();
        if (features < 1 || features > Features.MAX_FEATURES) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "State of the detector names %d features, 1 to %d are possible",
                    features,
                    Features.MAX_FEATURES));
        }
        return new Detector(spec, features, Block.read(in, PARTS.size(features)));
    }

    /** Size of the state, as {@link #write} makes it. */
    public long bytes() {
        return 1 + Integer.BYTES + block.size();
    }
}
