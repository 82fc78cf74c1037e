package io.lookback.detection;

import io.lookback.alert.AlertTracker;
import io.lookback.alert.Cause;
import io.lookback.alert.Share;
import io.lookback.detection.evidence.Moment;
import io.lookback.detection.tuning.Tuning;
import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import io.lookback.event.EvidenceScore;
import io.lookback.event.FeatureScore;
import io.lookback.event.Observation;
import io.lookback.forecast.Forecast;
import io.lookback.normalize.Calendar;
import io.lookback.normalize.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What was expected of each feature, what each contributed, and whether a deviation is one that the user cares for. */
final class Explanation {

    /** Share of the abnormality that features with a deviation that matters must carry together. */
    private static final double DECIDING = 0.5;

    /** Share of the abnormality from which a feature is named by its alert. */
    private static final double LEAST = 0.1;

    private final DetectionSpec spec;
    private final Observation observation;
    private final List<Channel> channels;
    private final List<Forecast> forecasts;
    private final Calendar calendar;
    private final double[] weights;
    private final double[] expected;
    private final double[] visible;
    private final boolean[] seen;
    private final List<List<EvidenceScore>> evidence = new ArrayList<>();
    private double total;

    Explanation(
            DetectionSpec spec,
            Observation observation,
            List<Channel> channels,
            List<Forecast> forecasts,
            Calendar calendar) {
        int size = observation.features().size();
        this.spec = spec;
        this.observation = observation;
        this.channels = channels;
        this.forecasts = forecasts;
        this.calendar = calendar;
        this.weights = new double[size];
        this.expected = new double[size];
        this.visible = new double[size];
        this.seen = new boolean[size];
        for (int f = 0; spec.evidence() && f < size; f++) {
            evidence.add(List.of());
        }
    }

    /** Quarter of the day. */
    int slot() {
        return calendar.daySlot(observation.time());
    }

    /** What the cells expect; {@link Double#NaN} while they expect nothing. */
    double forecast(int feature) {
        return forecasts.get(feature).expected();
    }

    /**
     * Whether the next record falls into another quarter of the day.
     *
     * @param interval to it, ms
     */
    boolean endsQuarter(long interval) {
        return calendar.daySlot(observation.time() + interval) != slot();
    }

    /**
     * Tells what the time of day leads to expect of a feature, at the end of a quarter.
     *
     * @param perDay records of the series
     */
    void habit(int feature, Moment moment, double perDay) {
        Channel channel = channels.get(feature);
        long time = observation.time();
        double missed = channel.missed(observation.values().at(feature), time, moment.deviation(), calendar);
        if (missed > 0) {
            moment.missed(missed, channel.usualOfDay(time, calendar), perDay);
        }
    }

    /**
     * Takes in a feature that has a value.
     *
     * @param was what was expected, {@link Double#NaN} where nothing was
     * @param weight of the feature among those of the record
     */
    void add(int feature, double was, Moment moment, double[] found, double weight) {
        expected[feature] = was;
        seen[feature] = moment.seen();
        visible[feature] = Math.max(Tuning.VISIBLE * moment.deviation(), Tuning.VISIBLE_MOVE * moment.smallestMove());
        weights[feature] = weight;
        total += weight;
        if (spec.evidence()) {
            List<EvidenceScore> named = new ArrayList<>(found.length);
            for (int i = 0; i < found.length; i++) {
                named.add(new EvidenceScore(Parts.ALL.evidence.get(i).name(), found[i]));
            }
            evidence.set(feature, named);
        }
    }

    List<FeatureScore> features() {
        List<FeatureScore> scores = new ArrayList<>(weights.length);
        for (int f = 0; f < weights.length; f++) {
            boolean missing = observation.values().missing(f);
            Forecast forecast = missing ? Forecast.NONE : forecasts.get(f);
            scores.add(new FeatureScore(
                    missing ? Double.NaN : expected[f],
                    forecast.lower(),
                    forecast.upper(),
                    share(f),
                    spec.evidence() ? evidence.get(f) : List.of(),
                    List.of()));
        }
        return scores;
    }

    private double share(int feature) {
        return total > 0 ? weights[feature] / total : 1.0 / weights.length;
    }

    /** Whether the features that deviate visibly, and as the user asked, carry at least half of the abnormality. */
    boolean matters() {
        return carriedBy(this::deviates) >= DECIDING * total;
    }

    /**
     * Whether the features that stand still elsewhere than where they usually are at that time of the week carry at least
     * half of the abnormality: a weekend without traffic is usual when the one before had none either.
     */
    boolean standstillMatters() {
        return carriedBy(f -> !(Math.abs(observation.values().at(f) - usual(f)) < visible[f])) >= DECIDING * total;
    }

    private double carriedBy(IntPredicate mattering) {
        double carried = 0;
        for (int f = 0; f < weights.length; f++) {
            carried += weights[f] > 0 && mattering.test(f) ? weights[f] : 0;
        }
        return carried;
    }

    private boolean deviates(int feature) {
        double deviation = Math.abs(observation.values().at(feature) - expected[feature]);
        if (Double.isNaN(deviation)) {
            return true;
        }
        return deviation >= visible[feature]
                && deviation >= spec.minAbsolute()
                && deviation >= spec.minRelative() * Math.abs(expected[feature])
                && spec.side().includes(direction(feature));
    }

    /** Of an anomaly. */
    Cause cause(boolean still) {
        List<Share> shares = shares();
        int top = shares.isEmpty() ? 0 : shares.get(0).feature();
        AlertKind kind = kind(still, top, shares);
        double usual = usual(top);
        return new Cause(
                kind,
                top,
                direction(top),
                observation.values().at(top),
                kind == AlertKind.STANDSTILL ? usual : expected[top],
                usual,
                calendar.weekSlot(observation.time()),
                shares);
    }

    private AlertKind kind(boolean still, int top, List<Share> shares) {
        if (still) {
            return AlertKind.STANDSTILL;
        }
        if (shares.size() > 1 && share(top) < DECIDING) {
            return AlertKind.JOINT;
        }
        return seen[top] ? AlertKind.FORECAST : AlertKind.LEVEL;
    }

    /** Of the features that hold a tenth or more, or the one that holds most; the largest first. */
    private List<Share> shares() {
        double most = IntStream.range(0, weights.length)
                .mapToDouble(this::share)
                .max()
                .orElse(0);
        return IntStream.range(0, weights.length)
                .filter(f -> share(f) >= Math.min(LEAST, most))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(f -> -weights[f]))
                .limit(AlertTracker.MOST_SHARES)
                .map(f -> new Share(f, (float) share(f), (float) deviationFromUsual(f)))
                .toList();
    }

    /** How far a feature's value is from what is usual at that time of the week; 0 while nothing is. */
    double deviationFromUsual(int feature) {
        double x = observation.values().at(feature);
        double deviation = Math.abs(x - usual(feature));
        return Double.isNaN(deviation) ? 0 : deviation;
    }

    private double usual(int feature) {
        return channels.get(feature).usual(observation.time(), calendar, Double.NaN);
    }

    private Direction direction(int feature) {
        double beside = Double.isNaN(expected[feature]) ? usual(feature) : expected[feature];
        return observation.values().at(feature) < beside ? Direction.BELOW : Direction.ABOVE;
    }
}
