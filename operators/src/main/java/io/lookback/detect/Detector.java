package io.lookback.detect;

import io.lookback.alert.AlarmHeight;
import io.lookback.alert.AlarmRate;
import io.lookback.alert.AlertPolicy;
import io.lookback.alert.AlertTracker;
import io.lookback.alert.Episodes;
import io.lookback.alert.PeakRank;
import io.lookback.event.Alert;
import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Status;
import io.lookback.event.Versions;
import io.lookback.forecast.Forecast;
import io.lookback.normalise.Calendar;
import io.lookback.normalise.Channel;
import io.lookback.score.Cadence;
import io.lookback.score.JointMemory;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges the records of one series, one after the other, each against nothing but the records before it: novelty
 * against the whole past and z-scores per feature, calibrated by extreme values; their joint state; the rank of the
 * resulting level among the series' own past peaks; and of the records that reach a level, only the news.
 *
 * <p>Mutable, one owner, not thread-safe. Per record: the cells predict, then {@link #judge}, then the caller lets the
 * channels observe the values.
 */
public final class Detector {

    private static final int VERSION = 4;
    private static final double LARGEST = 1e150;
    private static final double FEWEST_ROWS_A_DAY = 24;
    private static final double MOST_ROWS_A_DAY = 1440;
    private static final double LEAST_DAY_MEMORY = 100;
    private static final double FEWEST_WARM_UP = 100;
    private static final double SHORTEST_EPOCH = 10_000;
    private static final double EPOCH_DAYS = 40;
    private static final double HOLD = 0.9;

    private final DetectionSpec spec;
    private final FeatureDetector[] features;
    /** With how many others each feature shared the prototypes when it began. */
    private final int[] among;

    private final JointMemory joint;
    private final Episodes episodes;
    private final PeakRank rank;
    private final Cadence cadence;
    private final AlertPolicy policy;
    private final AlertTracker tracker;
    private final AlarmRate alarms;
    private final AlarmHeight heights;
    private double held;

    Detector(DetectionSpec spec, int features) {
        this(spec, sharedBy(features), new Cadence(), new AlertPolicy(), new AlertTracker());
    }

    private Detector(DetectionSpec spec, int[] among, Cadence cadence, AlertPolicy policy, AlertTracker tracker) {
        Profile profile = spec.profile();
        int features = among.length;
        this.spec = spec;
        this.among = among;
        this.features = new FeatureDetector[features];
        for (int f = 0; f < features; f++) {
            this.features[f] = new FeatureDetector(spec, profile.prototypes(among[f]), profile.tail(among[f]));
        }
        this.joint = new JointMemory(features, profile.states(features));
        this.episodes = new Episodes(profile.peaks());
        this.rank = new PeakRank(profile.peaks());
        this.cadence = cadence;
        this.policy = policy;
        this.tracker = tracker;
        this.alarms = AlertScale.freshRate();
        this.heights = AlertScale.freshHeight();
    }

    private static int[] sharedBy(int features) {
        int[] among = new int[features];
        Arrays.fill(among, features);
        return among;
    }

    private Detector(Detector other) {
        spec = other.spec;
        among = other.among;
        features = Arrays.stream(other.features).map(FeatureDetector::copy).toArray(FeatureDetector[]::new);
        joint = other.joint.copy();
        episodes = other.episodes.copy();
        rank = other.rank.copy();
        cadence = other.cadence.copy();
        policy = other.policy.copy();
        tracker = other.tracker.copy();
        alarms = other.alarms.copy();
        heights = other.heights.copy();
        held = other.held;
    }

    /** A detector that has outgrown another: features that the other has keep what they know, the rest begin. */
    private Detector(Detector smaller, int features) {
        Profile profile = smaller.spec.profile();
        int known = smaller.features.length;
        spec = smaller.spec;
        among = Arrays.copyOf(smaller.among, features);
        this.features = Arrays.copyOf(smaller.features, features);
        for (int f = known; f < features; f++) {
            among[f] = features;
            this.features[f] = new FeatureDetector(spec, profile.prototypes(features), profile.tail(features));
        }
        joint = new JointMemory(features, profile.states(features));
        episodes = smaller.episodes;
        rank = smaller.rank;
        cadence = smaller.cadence;
        policy = smaller.policy;
        tracker = smaller.tracker;
        alarms = smaller.alarms;
        heights = smaller.heights;
        held = smaller.held;
    }

    /**
     * The detector of the same series with further features behind those that it has, which keep their state. What the
     * features were together begins anew. This detector is not to be used any more.
     *
     * @param features more than there are
     */
    public Detector grow(int features) {
        if (features <= this.features.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "The detector has %d features and cannot grow to %d", this.features.length, features));
        }
        return new Detector(this, features);
    }

    /** Judges a record by the threshold that the job was set to. */
    public Verdict judge(Observation observation, List<Channel> channels, List<Forecast> forecasts, Calendar calendar) {
        return judge(observation, channels, forecasts, calendar, 1);
    }

    /**
     * Judges a record, then takes it in.
     *
     * @param channels of the features, as they were before this record
     * @param forecasts of the features for this record
     * @param rateFactor of {@link Sensitivity}; score and severity are the same whatever it is
     */
    public Verdict judge(
            Observation observation,
            List<Channel> channels,
            List<Forecast> forecasts,
            Calendar calendar,
            double rateFactor) {
        requireShape(observation, channels, forecasts);
        cadence.observe(observation.time());
        Explanation explanation = new Explanation(spec, observation);
        Levels levels = new Levels(spec, features.length);
        for (int f = 0; f < features.length; f++) {
            if (!observation.values().missing(f)) {
                FeatureLevels feature = judge(f, observation, channels.get(f), forecasts.get(f), calendar, explanation);
                joint.feel(f, feature.slowZ());
                levels.add(feature);
            }
        }
        return verdict(observation, levels, explanation, forecasts, rateFactor);
    }

    private FeatureLevels judge(
            int f,
            Observation observation,
            Channel channel,
            Forecast forecast,
            Calendar calendar,
            Explanation explanation) {
        double x = Math.max(-LARGEST, Math.min(LARGEST, observation.values().at(f)));
        double usual = channel.usual(observation.time(), calendar, x);
        double expected = forecast.expected();
        double r = Double.isNaN(expected) ? 0 : x - expected;
        double wrongness = forecast.deviation(x);
        FeatureLevels levels = features[f].judge(
                x, x - usual, r, wrongness, Math.max(LEAST_DAY_MEMORY, cadence.rowsPerDay()), epoch());
        explanation.add(f, expected, levels);
        return levels;
    }

    private Verdict verdict(
            Observation observation,
            Levels levels,
            Explanation explanation,
            List<Forecast> forecasts,
            double rateFactor) {
        long index = cadence.index();
        double score = 0;
        boolean anomaly = false;
        long warmUp = warmUp();
        long refractory = refractory();
        boolean ready = status() != Status.WARMING;
        held *= HOLD;
        if (!levels.isEmpty()) {
            double day = Math.max(FEWEST_ROWS_A_DAY, Math.min(MOST_ROWS_A_DAY, cadence.rowsPerDay()));
            double novelty = spec.has(Part.JOINT) ? joint.judge((long) day) : 0;
            joint.forget(epoch());
            held = Math.max(levels.severity(novelty), held);
            double level = Math.max(ranked(levels.alert(novelty, episodes), refractory), levels.otherwise());
            boolean onset = policy.onset(index, refractory);
            boolean news = explanation.matters() && policy.admit(index, level, refractory);
            double height = AlertScale.height(level, alarms);
            if (news) {
                double comparable = spec.has(Part.RATE) ? AlertScale.comparable(level, alarms, heights) : level;
                score = AlertScale.score(comparable);
                anomaly = ready && comparable >= spec.threshold(cadence.rowsPerDay(), rateFactor);
                heights.observe(height, onset);
            }
            alarms.observe(news && level >= AlertScale.HALF, news && height >= 0);
        }
        double severity = AlertScale.severity(held);
        List<Alert> alerts = tracker.track(
                observation.series(),
                observation.features(),
                explanation.finding(index, anomaly, score, severity),
                refractory);
        return new Verdict(
                score,
                severity,
                anomaly,
                status(),
                Math.min(1, (double) index / warmUp),
                explanation.features(forecasts),
                alerts);
    }

    private double ranked(double level, long refractory) {
        return spec.has(Part.RANK) ? rank.rank(level, cadence.days(), refractory) : PeakRank.ofAHighest(level);
    }

    /** How far the series had come at its last record. */
    public Status status() {
        if (cadence.index() < warmUp()) {
            return Status.WARMING;
        }
        return cadence.stale() ? Status.STALE : Status.READY;
    }

    /** From which time without a record the series counts as silent, ms. */
    public long silence() {
        return cadence.silence();
    }

    /** Whether an alert of the series has begun and not ended. */
    public boolean alerting() {
        return tracker.isOpen();
    }

    /** Ends the series' alert, if one is open, because no record will. */
    public Optional<Alert> endAlert(String series, Features names) {
        return tracker.end(series, names);
    }

    /** Records after which what was seen in the epoch before, and not since, is forgotten. */
    private double epoch() {
        return Math.max(SHORTEST_EPOCH, EPOCH_DAYS * cadence.rowsPerDay());
    }

    private long warmUp() {
        return spec.warmUp() > 0
                ? spec.warmUp()
                : Math.round(Math.max(FEWEST_WARM_UP, Math.min(MOST_ROWS_A_DAY, cadence.rowsPerDay())));
    }

    private long refractory() {
        return spec.refractory() > 0
                ? spec.refractory()
                : Math.max(3, Math.min(100, Math.round(cadence.rowsPerDay() / 3)));
    }

    private void requireShape(Observation observation, List<Channel> channels, List<Forecast> forecasts) {
        int found = observation.features().size();
        if (found != features.length || channels.size() != found || forecasts.size() != found) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The detector of series '%s' has %d features; the record carries %d, with %d channels and %d forecasts",
                    observation.series(),
                    features.length,
                    found,
                    channels.size(),
                    forecasts.size()));
        }
    }

    /** The same once more, sharing nothing that changes. */
    public Detector copy() {
        return new Detector(this);
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(features.length);
        for (int shared : among) {
            out.writeShort(shared);
        }
        cadence.write(out);
        policy.write(out);
        tracker.write(out);
        for (FeatureDetector feature : features) {
            feature.write(out);
        }
        joint.write(out);
        episodes.write(out);
        rank.write(out);
        alarms.write(out);
        heights.write(out);
        out.writeDouble(held);
    }

    /** @param spec of the job that continues; its profile must be the one that the state was written with, or larger */
    public static Detector read(DataInput in, DetectionSpec spec) throws IOException {
        Versions.require("detector", in.readByte(), VERSION);
        int[] among = sharedBy(in.readInt());
        for (int f = 0; f < among.length; f++) {
            among[f] = in.readUnsignedShort();
        }
        Detector detector = new Detector(spec, among, Cadence.read(in), AlertPolicy.read(in), AlertTracker.read(in));
        for (FeatureDetector feature : detector.features) {
            feature.readInto(in);
        }
        detector.joint.readInto(in);
        detector.episodes.readInto(in);
        detector.rank.readInto(in);
        detector.alarms.readInto(in);
        detector.heights.readInto(in);
        detector.held = in.readDouble();
        return detector;
    }

    /** Size of the state, as {@link #write} makes it. */
    public long bytes() {
        long bytes = 1 + Integer.BYTES + Double.BYTES + (long) features.length * Short.BYTES;
        bytes += cadence.bytes() + policy.bytes() + tracker.bytes();
        for (FeatureDetector feature : features) {
            bytes += feature.bytes();
        }
        return bytes + joint.bytes() + episodes.bytes() + rank.bytes() + alarms.bytes() + heights.bytes();
    }
}
