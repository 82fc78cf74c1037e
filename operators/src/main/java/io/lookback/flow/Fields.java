package io.lookback.flow;

import io.lookback.event.Bytes;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Texts and byte strings of any length on Flink's views. */
final class Fields {

    private Fields() {}

    static void writeString(String text, DataOutputView out) throws IOException {
        StringValue.writeString(text, out);
    }

    static String readString(DataInputView in) throws IOException {
        return StringValue.readString(in);
    }

    static void writeNullable(@Nullable String text, DataOutputView out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            writeString(text, out);
        }
    }

    static @Nullable String readNullable(DataInputView in) throws IOException {
        return in.readBoolean() ? readString(in) : null;
    }

    static void writeBytes(@Nullable Bytes bytes, DataOutputView out) throws IOException {
        if (bytes == null) {
            out.writeInt(-1);
        } else {
            out.writeInt(bytes.size());
            out.write(bytes.array());
        }
    }

    static @Nullable Bytes readBytes(DataInputView in) throws IOException {
        int size = in.readInt();
        if (size < 0) {
            return null;
        }
        byte[] array = new byte[size];
        in.readFully(array);
        return Bytes.wrap(array);
    }
}
