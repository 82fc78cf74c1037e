package io.lookback.flow;

import static io.lookback.flow.Fields.readString;
import static io.lookback.flow.Fields.writeString;

import io.lookback.event.Alert;
import io.lookback.event.Incident;
import io.lookback.event.Incident.Member;
import io.lookback.event.Versions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Incidents between operators. */
final class IncidentSerializer extends ValueSerializer<Incident> {

    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    @Override
    public void serialize(Incident incident, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        writeString(incident.id(), out);
        writeString(incident.phase().name(), out);
        writeString(incident.title(), out);
        out.writeLong(incident.begin());
        out.writeLong(incident.end());
        out.writeDouble(incident.severity());
        writeString(incident.firstMover(), out);
        writeString(incident.shared(), out);
        out.writeInt(incident.size());
        out.writeByte(incident.members().size());
        for (Member member : incident.members()) {
            writeString(member.series(), out);
            writeString(member.alert(), out);
            out.writeBoolean(member.open());
            out.writeLong(member.begin());
            out.writeLong(member.end());
            out.writeDouble(member.severity());
            writeString(member.text(), out);
        }
        writeString(incident.text(), out);
    }

    @Override
    public Incident deserialize(DataInputView in) throws IOException {
        Versions.require("incident", in.readByte(), VERSION);
        return new Incident(
                readString(in),
                Alert.Phase.valueOf(readString(in)),
                readString(in),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                readString(in),
                readString(in),
                in.readInt(),
                readMembers(in),
                readString(in));
    }

    private static List<Member> readMembers(DataInputView in) throws IOException {
        List<Member> members = new ArrayList<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            members.add(new Member(
                    readString(in),
                    readString(in),
                    in.readBoolean(),
                    in.readLong(),
                    in.readLong(),
                    in.readDouble(),
                    readString(in)));
        }
        return members;
    }

    @Override
    public TypeSerializerSnapshot<Incident> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Written into every checkpoint that holds incidents in flight. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Incident> {
        public Snapshot() {
            super(IncidentSerializer::new);
        }
    }
}
