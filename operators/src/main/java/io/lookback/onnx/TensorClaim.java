package io.lookback.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** What a tensor of a model file says of itself: its shape, and where its data is. */
final class TensorClaim {

    private static final int DIMS = 1;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    /** The smallest element takes two bits. */
    private static final int MOST_PER_BYTE = 4;

    private final int bytes;
    private long elements = 1;
    private boolean negative;
    private boolean external;

    /** @param bytes of the whole message */
    TensorClaim(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a field in.
     *
     * @return false if it says nothing of shape or place and is still to be read
     */
    boolean read(CodedInputStream in, int tag) throws IOException {
        boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        boolean number = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
        int field = WireFormat.getTagFieldNumber(tag);
        external |= field == EXTERNAL_DATA && delimited;
        if (field == DATA_LOCATION && number) {
            external |= in.readInt64() != 0;
        } else if (field == DIMS && number) {
            multiply(in.readInt64());
        } else if (field == DIMS && delimited) {
            int limit = in.pushLimit(in.readRawVarint32());
            while (!in.isAtEnd()) {
                multiply(in.readInt64());
            }
            in.popLimit(limit);
        } else {
            return false;
        }
        return true;
    }

    Optional<String> fault() {
        if (external) {
            return Optional.of("keeps its data in another file, which is never read. Export the model as one file"
                    + " (external_data=False, or onnx.save(model, path, save_as_external_data=False)).");
        }
        if (negative || elements > (long) MOST_PER_BYTE * bytes) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "claims %s elements and carries %d bytes. The file is damaged or forged: export it again.",
                    negative ? "a negative number of" : elements == Long.MAX_VALUE ? "2^63 or more" : elements,
                    bytes));
        }
        return Optional.empty();
    }

    private void multiply(long dimension) {
        negative |= dimension < 0;
        boolean overflows = elements != 0 && dimension > Long.MAX_VALUE / elements;
        elements = overflows ? Long.MAX_VALUE : elements * Math.max(dimension, 0);
    }
}
