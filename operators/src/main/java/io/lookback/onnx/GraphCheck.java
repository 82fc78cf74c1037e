package io.lookback.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a model's bytes before ONNX Runtime does, and refuses what a cell never needs and a runtime should not
 * meet: tensors whose data lies outside of the file (they may name any path, or an address in memory), tensors that
 * claim more elements than they carry and sparse ones (both cost what they claim), and subgraphs nested without end.
 * Every graph of the file is looked at: bodies of nodes, functions, training.
 *
 * <p>The walk reads protobuf's wire format and keeps names and numbers alone. The format lets a later piece of a message
 * add to an earlier one: an attribute's tensor in pieces is refused, because no program writes it; of all else each
 * piece is judged where it stands.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
final class GraphCheck {

    /** Messages in messages; a graph in a node of a graph is three deeper. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_NAME = 80;

    private final CodedInputStream in;

    private GraphCheck(byte[] bytes) {
        this.in = CodedInputStream.newInstance(bytes);
    }

    /**
     * @param name of the model's file, for the message
     * @throws IllegalArgumentException if the bytes are not an ONNX file, or one that must not be loaded
     */
    static void require(String name, byte[] bytes) {
        Fault fault;
        try {
            fault = new GraphCheck(bytes).walk(GraphPart.MODEL, bytes.length, 0);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Model '%s' (%d bytes) is not an ONNX file: %s Export it again, or name another file.",
                            name,
                            bytes.length,
                            e.getMessage()),
                    e);
        }
        if (fault != null) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Model '%s': %s %s", name, fault.where(), fault.what()));
        }
    }

    /** Where, from the inside out, and what with the way out. */
    private record Fault(String where, String what) {}

    /** Reads a message to its end, because its name may come last; of several faults the first counts. */
    private @Nullable Fault walk(GraphPart part, int bytes, int depth) throws IOException {
        TensorClaim tensor = new TensorClaim(bytes);
        String name = "";
        Fault inner = null;
        int oneTensors = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean delimited = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            GraphPart within = delimited ? part.inside(field) : null;
            if (within != null) {
                Fault found = enter(within, depth + 1);
                inner = inner == null ? found : inner;
                oneTensors += part == GraphPart.ATTRIBUTE && field == GraphPart.ONE_TENSOR ? 1 : 0;
            } else if (delimited && part.isName(field)) {
                name = printable(in.readBytes().toStringUtf8());
            } else if (!(part == GraphPart.TENSOR && tensor.read(in, tag)) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("Its bytes end a group that never began.");
            }
        }
        String own = own(part, tensor, oneTensors);
        return own != null ? new Fault(label(part, name), own) : outward(inner, part, name);
    }

    private @Nullable Fault enter(GraphPart part, int depth) throws IOException {
        int bytes = in.readRawVarint32();
        if (depth > MAX_DEPTH) {
            in.skipRawBytes(bytes);
            return new Fault(
                    label(part, ""),
                    String.format(
                            Locale.ROOT,
                            "lies deeper than %d levels. Flatten the graph: a step of a cell needs no nested bodies.",
                            MAX_DEPTH));
        }
        int limit = in.pushLimit(bytes);
        Fault fault = walk(part, bytes, depth);
        in.popLimit(limit);
        return fault;
    }

    private static @Nullable String own(GraphPart part, TensorClaim tensor, int oneTensors) {
        if (part == GraphPart.SPARSE_TENSOR) {
            return "is not read: its size in memory is what it claims. Export the model with dense tensors.";
        }
        if (oneTensors > 1) {
            return String.format(
                    Locale.ROOT,
                    "has %d values, one is allowed. The file is damaged or forged: export it again.",
                    oneTensors);
        }
        return part == GraphPart.TENSOR ? tensor.fault().orElse(null) : null;
    }

    private static @Nullable Fault outward(@Nullable Fault inner, GraphPart part, String name) {
        return inner == null || part == GraphPart.MODEL
                ? inner
                : new Fault(inner.where() + " of " + label(part, name), inner.what());
    }

    private static String label(GraphPart part, String name) {
        return name.isEmpty() ? "a " + part + " without a name" : part + " '" + name + "'";
    }

    private static String printable(String name) {
        String line = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
