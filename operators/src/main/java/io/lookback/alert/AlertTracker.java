package io.lookback.alert;

import io.lookback.event.Alert;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.Features;
import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a series' alert: it begins with an anomalous record, is updated by each later one that peaks higher, and
 * ends once no anomalous record came for the refractory number of records, or with the input. At most one is open.
 */
public final class AlertTracker {

    private static final int VERSION = 2;

    private @Nullable Open open;

    /** The changes that a record makes, in order: at most the end of one alert and the beginning of the next. */
    public List<Alert> track(String series, Features features, Finding finding, long refractory) {
        Open current = open;
        if (current == null && !finding.anomaly()) {
            return List.of();
        }
        List<Alert> changes = new ArrayList<>(2);
        if (current != null && finding.index() - current.lastIndex > refractory) {
            changes.add(current.change(Alert.Phase.END, series, features));
            current = null;
        }
        if (current != null) {
            boolean higher = current.take(finding);
            if (higher) {
                changes.add(current.change(Alert.Phase.UPDATE, series, features));
            }
        } else if (finding.anomaly()) {
            current = new Open(finding);
            changes.add(current.change(Alert.Phase.BEGIN, series, features));
        }
        open = current;
        return changes;
    }

    /** Ends the open alert, if there is one, because no record will. */
    public Optional<Alert> end(String series, Features features) {
        Optional<Alert> end =
                Optional.ofNullable(open).map(current -> current.change(Alert.Phase.END, series, features));
        open = null;
        return end;
    }

    public boolean isOpen() {
        return open != null;
    }

    /** The same once more, sharing nothing that changes. */
    public AlertTracker copy() {
        AlertTracker copy = new AlertTracker();
        copy.open = open == null ? null : new Open(open);
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        Open current = open;
        out.writeBoolean(current != null);
        if (current != null) {
            current.write(out);
        }
    }

    public static AlertTracker read(DataInput in) throws IOException {
        Versions.require("alert tracker", in.readByte(), VERSION);
        AlertTracker tracker = new AlertTracker();
        if (in.readBoolean()) {
            tracker.open = new Open(in);
        }
        return tracker;
    }

    public long bytes() {
        return 2 + (open == null ? 0 : open.bytes());
    }

    private static final class Open {

        private static final int SHARE_BYTES = Short.BYTES + Float.BYTES;

        private final long begin;
        private long peak;
        private long end;
        private long lastIndex;
        private long records;
        private double peakScore;
        private double severity;
        private int feature;
        private Direction direction;
        private double value;
        private double expected;
        private List<Share> shares = List.of();

        Open(Finding first) {
            begin = first.time();
            direction = first.direction();
            count(first);
            rise(first);
            severity = first.severity();
        }

        Open(Open other) {
            begin = other.begin;
            peak = other.peak;
            end = other.end;
            lastIndex = other.lastIndex;
            records = other.records;
            peakScore = other.peakScore;
            severity = other.severity;
            feature = other.feature;
            direction = other.direction;
            value = other.value;
            expected = other.expected;
            shares = other.shares;
        }

        /** Whether the record is a new peak. */
        boolean take(Finding finding) {
            severity = Math.max(severity, finding.severity());
            if (!finding.anomaly()) {
                return false;
            }
            count(finding);
            boolean higher = finding.score() > peakScore;
            if (higher) {
                rise(finding);
            }
            return higher;
        }

        private void count(Finding finding) {
            end = finding.time();
            lastIndex = finding.index();
            records++;
        }

        private void rise(Finding finding) {
            peak = finding.time();
            peakScore = finding.score();
            feature = finding.feature();
            direction = finding.direction();
            value = finding.value();
            expected = finding.expected();
            shares = finding.shares();
        }

        Alert change(Alert.Phase phase, String series, Features features) {
            return new Alert(
                    series + '-' + begin,
                    series,
                    phase,
                    begin,
                    peak,
                    end,
                    peakScore,
                    severity,
                    records,
                    features.names().get(feature),
                    direction,
                    value,
                    expected,
                    shares.stream()
                            .map(one -> new Contribution(features.names().get(one.feature()), one.share()))
                            .toList(),
                    null);
        }

        long bytes() {
            return 5L * Long.BYTES + 4L * Double.BYTES + Integer.BYTES + 2 + (long) shares.size() * SHARE_BYTES;
        }

        void write(DataOutput out) throws IOException {
            for (long number : new long[] {begin, peak, end, lastIndex, records}) {
                out.writeLong(number);
            }
            for (double number : new double[] {peakScore, severity, value, expected}) {
                out.writeDouble(number);
            }
            out.writeInt(feature);
            out.writeBoolean(direction == Direction.ABOVE);
            out.writeByte(shares.size());
            for (Share one : shares) {
                out.writeShort(one.feature());
                out.writeFloat(one.share());
            }
        }

        Open(DataInput in) throws IOException {
            begin = in.readLong();
            peak = in.readLong();
            end = in.readLong();
            lastIndex = in.readLong();
            records = in.readLong();
            peakScore = in.readDouble();
            severity = in.readDouble();
            value = in.readDouble();
            expected = in.readDouble();
            feature = in.readInt();
            direction = in.readBoolean() ? Direction.ABOVE : Direction.BELOW;
            List<Share> read = new ArrayList<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                read.add(new Share(in.readUnsignedShort(), in.readFloat()));
            }
            shares = List.copyOf(read);
        }
    }
}
