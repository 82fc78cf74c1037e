package io.lookback.flow;

import static io.lookback.flow.Fields.readString;
import static io.lookback.flow.Fields.writeString;

import io.lookback.event.Alert;
import io.lookback.event.AlertKind;
import io.lookback.event.Contribution;
import io.lookback.event.Direction;
import io.lookback.event.EndReason;
import io.lookback.event.Suppression;
import io.lookback.event.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Alerts between operators. */
final class AlertSerializer extends ValueSerializer<Alert> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void serialize(Alert alert, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        writeString(alert.id(), out);
        writeString(alert.series(), out);
        writeString(alert.phase().name(), out);
        out.writeLong(alert.begin());
        out.writeLong(alert.peak());
        out.writeLong(alert.end());
        out.writeDouble(alert.peakScore());
        out.writeDouble(alert.severity());
        out.writeLong(alert.records());
        writeString(alert.feature(), out);
        writeString(alert.direction().name(), out);
        out.writeDouble(alert.value());
        out.writeDouble(alert.expected());
        out.writeByte(alert.contributions().size());
        for (Contribution contribution : alert.contributions()) {
            writeString(contribution.feature(), out);
            out.writeDouble(contribution.share());
        }
        Suppression suppression = alert.suppression();
        out.writeBoolean(suppression != null);
        if (suppression != null) {
            writeString(suppression.rule(), out);
            writeString(suppression.reason(), out);
        }
        writeString(alert.kind().name(), out);
        writeString(alert.text(), out);
        EndReason ending = alert.ending();
        out.writeBoolean(ending != null);
        if (ending != null) {
            writeString(ending.name(), out);
        }
    }

    @Override
    public Alert deserialize(DataInputView in) throws IOException {
        Versions.require("alert", in.readByte(), VERSION);
        return new Alert(
                readString(in),
                readString(in),
                Alert.Phase.valueOf(readString(in)),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readLong(),
                readString(in),
                Direction.valueOf(readString(in)),
                in.readDouble(),
                in.readDouble(),
                readContributions(in),
                in.readBoolean() ? new Suppression(readString(in), readString(in)) : null,
                AlertKind.valueOf(readString(in)),
                readString(in),
                in.readBoolean() ? EndReason.valueOf(readString(in)) : null);
    }

    private static List<Contribution> readContributions(DataInputView in) throws IOException {
        List<Contribution> contributions = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            contributions.add(new Contribution(readString(in), in.readDouble()));
        }
        return contributions;
    }

    @Override
    public TypeSerializerSnapshot<Alert> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds alerts in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Alert> {
        public Snapshot() {
            super(AlertSerializer::new);
        }
    }
}
