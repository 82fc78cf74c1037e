package io.lookback.alert;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.Features;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a series' alert. It begins with an anomalous record, is updated by each later one that peaks higher, and
 * stays open while the trouble goes on, however quiet the score has become: an outage of six hours is one alert of six
 * hours. It ends once the series has done for a while what it did before ({@link EndReason#RECOVERED}), once nothing was
 * anomalous for so long that what it does now is the new normal ({@link EndReason#ACCEPTED}), or when no record will come.
 * At most one is open.
 */
public final class AlertTracker {

    /** Features that an alert names. */
    public static final int MOST_SHARES = 5;

    private static final int SHARE = Short.BYTES + 2 * Float.BYTES;
    private static final int NONE = 0;
    private static final List<AlertKind> KINDS =
            List.of(AlertKind.LEVEL, AlertKind.FORECAST, AlertKind.STANDSTILL, AlertKind.JOINT);

    private final int open;
    private final int kind;
    private final int direction;
    private final int feature;
    private final int weekSlot;
    private final int begin;
    private final int peak;
    private final int end;
    private final int lastAnomaly;
    private final int records;
    private final int calm;
    private final int ended;
    private final int peakScore;
    private final int severity;
    private final int value;
    private final int expected;
    private final int usual;
    private final int shares;
    private final int latestBegin;
    private final int number;

    public AlertTracker(Layout layout) {
        open = layout.bytes(1);
        kind = layout.bytes(1);
        direction = layout.bytes(1);
        feature = layout.shorts(1);
        weekSlot = layout.shorts(1);
        begin = layout.longs(1);
        peak = layout.longs(1);
        end = layout.longs(1);
        lastAnomaly = layout.longs(1);
        records = layout.longs(1);
        calm = layout.ints(1);
        ended = layout.longs(1);
        peakScore = layout.doubles(1);
        severity = layout.doubles(1);
        value = layout.doubles(1);
        expected = layout.doubles(1);
        usual = layout.doubles(1);
        shares = layout.bytes(1 + MOST_SHARES * SHARE);
        latestBegin = layout.longs(1);
        number = layout.longs(1);
    }

    public boolean isOpen(Block block) {
        return block.byteAt(open) != NONE;
    }

    /** The id of the open alert. */
    public Optional<String> openId(Block block, String series) {
        return isOpen(block) ? Optional.of(id(block, series)) : Optional.empty();
    }

    private String id(Block block, String series) {
        return AlertIds.ofAnomaly(series, block.longAt(begin), block.longAt(number));
    }

    /** How far a feature was from what is usual at the alert's peak; {@link Float#NaN} if the alert is not about that feature. */
    public float deviation(Block block, int index) {
        int size = block.byteAt(shares);
        for (int i = 0; i < size; i++) {
            int place = place(i);
            if ((block.shortAt(place) & 0xFFFF) == index) {
                return block.floatAt(place + Short.BYTES + Float.BYTES);
            }
        }
        return Float.NaN;
    }

    /** Takes a record in; returns the changes that it makes, in order. */
    public List<Alert> track(Block block, String series, Features features, Finding finding, Hysteresis hysteresis) {
        @Nullable Cause cause = finding.cause();
        if (!isOpen(block)) {
            return cause == null || isAftermath(block, finding, hysteresis)
                    ? List.of()
                    : List.of(begin(block, series, features, finding, cause));
        }
        List<Alert> changes = new ArrayList<>(1);
        block.putDouble(severity, Math.max(block.doubleAt(severity), finding.severity()));
        if (cause != null || finding.trouble() == Finding.Trouble.PRESENT) {
            block.putInt(calm, 0);
            block.putLong(end, Math.max(block.longAt(end), finding.time()));
            block.putLong(records, block.longAt(records) + 1);
        } else if (finding.trouble() == Finding.Trouble.ABSENT) {
            block.putInt(calm, block.intAt(calm) + 1);
        }
        if (cause != null) {
            block.putLong(lastAnomaly, finding.index());
            if (finding.score() > block.doubleAt(peakScore)) {
                rise(block, finding, cause);
                changes.add(change(block, Alert.Phase.UPDATE, series, features, null));
            }
        } else if (block.intAt(calm) >= hysteresis.calm()) {
            block.putLong(ended, finding.index());
            changes.add(close(block, series, features, EndReason.RECOVERED));
        } else if (finding.index() - block.longAt(lastAnomaly) >= hysteresis.accepted()) {
            block.putLong(ended, finding.index());
            changes.add(close(block, series, features, EndReason.ACCEPTED));
        }
        return changes;
    }

    /** Ends the open alert, if there is one, because no record will come. */
    public Optional<Alert> end(Block block, String series, Features features) {
        return isOpen(block) ? Optional.of(close(block, series, features, EndReason.INPUT_ENDED)) : Optional.empty();
    }

    /** The recent past still holds the trouble that is over, and so all that is unlike it is unusual. */
    private boolean isAftermath(Block block, Finding finding, Hysteresis hysteresis) {
        long end = block.longAt(ended);
        return end > 0
                && finding.index() - end <= hysteresis.aftermath()
                && finding.score() <= block.doubleAt(peakScore);
    }

    private Alert begin(Block block, String series, Features features, Finding finding, Cause cause) {
        boolean first = block.longAt(records) == 0;
        boolean later = first || finding.time() > block.longAt(latestBegin);
        block.putLong(number, later ? 0 : finding.index());
        block.putLong(latestBegin, later ? finding.time() : block.longAt(latestBegin));
        block.putByte(open, 1);
        block.putLong(begin, finding.time());
        block.putLong(end, finding.time());
        block.putLong(lastAnomaly, finding.index());
        block.putLong(records, 1);
        block.putInt(calm, 0);
        block.putDouble(severity, finding.severity());
        rise(block, finding, cause);
        return change(block, Alert.Phase.BEGIN, series, features, null);
    }

    private void rise(Block block, Finding finding, Cause cause) {
        block.putLong(peak, finding.time());
        block.putDouble(peakScore, finding.score());
        block.putByte(kind, KINDS.indexOf(cause.kind()));
        block.putByte(direction, cause.direction() == Direction.ABOVE ? 1 : 0);
        block.putShort(feature, cause.feature());
        block.putShort(weekSlot, cause.weekSlot());
        block.putDouble(value, cause.value());
        block.putDouble(expected, cause.expected());
        block.putDouble(usual, cause.usual());
        block.putByte(shares, cause.shares().size());
        for (int i = 0; i < cause.shares().size(); i++) {
            Share share = cause.shares().get(i);
            block.putShort(place(i), share.feature());
            block.putFloat(place(i) + Short.BYTES, share.share());
            block.putFloat(place(i) + Short.BYTES + Float.BYTES, share.deviation());
        }
    }

    private int place(int share) {
        return shares + 1 + share * SHARE;
    }

    private Alert close(Block block, String series, Features features, EndReason ending) {
        Alert change = change(block, Alert.Phase.END, series, features, ending);
        block.putByte(open, NONE);
        return change;
    }

    private AlertKind kind(Block block) {
        return KINDS.get(block.byteAt(kind));
    }

    private Alert change(Block block, Alert.Phase phase, String series, Features features, @Nullable EndReason ending) {
        String name = features.names().get(block.shortAt(feature));
        Direction side = block.byteAt(direction) == 1 ? Direction.ABOVE : Direction.BELOW;
        return new Alert(
                id(block, series),
                series,
                phase,
                block.longAt(begin),
                block.longAt(peak),
                block.longAt(end),
                block.doubleAt(peakScore),
                block.doubleAt(severity),
                block.longAt(records),
                name,
                side,
                block.doubleAt(value),
                block.doubleAt(expected),
                contributions(block, features),
                null,
                kind(block),
                AlertText.of(
                        name,
                        kind(block),
                        side,
                        new AlertText.Numbers(
                                block.doubleAt(value),
                                block.doubleAt(expected),
                                block.doubleAt(usual),
                                block.shortAt(weekSlot))),
                ending);
    }

    private List<Contribution> contributions(Block block, Features features) {
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < block.byteAt(shares); i++) {
            contributions.add(new Contribution(
                    features.names().get(block.shortAt(place(i))), block.floatAt(place(i) + Short.BYTES)));
        }
        return contributions;
    }
}
