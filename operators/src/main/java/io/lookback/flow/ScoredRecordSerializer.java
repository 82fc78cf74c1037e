package io.lookback.flow;

import io.lookback.event.Alert;
import io.lookback.event.Score;
import io.lookback.event.ScoredRecord;
import io.lookback.event.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Scored records between operators. */
final class ScoredRecordSerializer extends ValueSerializer<ScoredRecord> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    private final TypeSerializer<Score> scores = new ScoreSerializer();
    private final TypeSerializer<Alert> alerts = new AlertSerializer();

    @Override
    public TypeSerializer<ScoredRecord> duplicate() {
        return new ScoredRecordSerializer();
    }

    @Override
    public void serialize(ScoredRecord record, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        scores.serialize(record.score(), out);
        Fields.writeNullable(record.alert(), out);
        out.writeByte(record.changes().size());
        for (Alert change : record.changes()) {
            alerts.serialize(change, out);
        }
    }

    @Override
    public ScoredRecord deserialize(DataInputView in) throws IOException {
        Versions.require("scored record", in.readByte(), VERSION);
        Score score = scores.deserialize(in);
        String alert = Fields.readNullable(in);
        List<Alert> changes = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            changes.add(alerts.deserialize(in));
        }
        return new ScoredRecord(score, alert, changes);
    }

    @Override
    public TypeSerializerSnapshot<ScoredRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds scored records in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ScoredRecord> {
        public Snapshot() {
            super(ScoredRecordSerializer::new);
        }
    }
}
