package io.lookback.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An .onnx file that can be checked by hand, for cells of contract {@code vector/1}: it expects the last value again, plus
 * {@code drift} for every step that its memory took in, and its scale is constant. Its memory counts steps, in each of
 * its floats. A young one may be off: by {@code early} at first, by nothing once its memory took in {@code youth} steps.
 *
 * @param memory floats of the memory
 * @param drift what a step adds to the forecast, normalized
 * @param scale of every forecast, normalized
 * @param early how far the first forecast is off, normalized, 0 or more
 * @param youth steps until none is
 * @param card metadata beside those that every model has
 */
public record TinyModel(
        String name,
        String version,
        int memory,
        float drift,
        float scale,
        float early,
        int youth,
        Map<String, String> card) {

    private static final int FEATURES = 14;
    private static final int FLOAT = 1;
    private static final int OPSET = 17;
    private static final int IR = 8;

    public TinyModel {
        card = Map.copyOf(card);
    }

    public static TinyModel of(String name, String version, int memory) {
        return new TinyModel(name, version, memory, 0, 1, 0, 1, Map.of());
    }

    public TinyModel drifting(double by) {
        return new TinyModel(name, version, memory, (float) by, scale, early, youth, card);
    }

    public TinyModel scaled(double by) {
        return new TinyModel(name, version, memory, drift, (float) by, early, youth, card);
    }

    public TinyModel youngFor(int steps, double off) {
        return new TinyModel(name, version, memory, drift, scale, (float) off, steps, card);
    }

    /** With a further line in its card, {@code lookback.} and this key. */
    public TinyModel with(String key, String value) {
        Map<String, String> more = new TreeMap<>(card);
        more.put(key, value);
        return new TinyModel(name, version, memory, drift, scale, early, youth, more);
    }

    public byte[] bytes() {
        Message graph = new Message()
                .message(1, node("Concat", "x m", "xm").message(5, axis()))
                .message(1, node("Gemm", "xm w b", "grown"))
                .message(1, node("Gemm", "xm w_young b_young", "left"))
                .message(1, node("Relu", "left", "off"))
                .message(1, node("Add", "grown off", "y"))
                .message(1, node("Add", "m one", "m_next"))
                .text(2, "tiny")
                .message(5, constant("w", weights(), FEATURES + memory, 2))
                .message(5, constant("b", new float[] {0, scale}, 2))
                .message(5, constant("w_young", young(), FEATURES + memory, 2))
                .message(5, constant("b_young", new float[] {early, 0}, 2))
                .message(5, constant("one", new float[] {1}, 1))
                .message(11, tensor("x", FEATURES))
                .message(11, tensor("m", memory))
                .message(12, tensor("y", 2))
                .message(12, tensor("m_next", memory));
        Message model = new Message()
                .number(1, IR)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPSET));
        Map<String, String> lines = new TreeMap<>(Map.of(
                "name", name,
                "version", version,
                "cell", "lstm",
                "contract", "vector/1",
                "input", "channel-14/1",
                "output", "student-t4/1"));
        lines.putAll(card);
        return withCard(model.bytes(), lines);
    }

    /** Any model with other lines in its card: of several of a key the last counts. */
    public static byte[] withCard(byte[] model, Map<String, String> lines) {
        Message card = new Message();
        lines.forEach((key, value) ->
                card.message(14, new Message().text(1, "lookback." + key).text(2, value)));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(model);
        both.writeBytes(card.bytes());
        return both.toByteArray();
    }

    private float[] weights() {
        float[] weights = new float[(FEATURES + memory) * 2];
        weights[0] = 1;
        weights[FEATURES * 2] = drift;
        return weights;
    }

    private float[] young() {
        float[] weights = new float[(FEATURES + memory) * 2];
        weights[FEATURES * 2] = -early / youth;
        return weights;
    }

    private static Message node(String type, String inputs, String output) {
        Message node = new Message();
        for (String input : inputs.split(" ", -1)) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, type);
    }

    private static Message axis() {
        return new Message().text(1, "axis").number(3, 1).number(20, 2);
    }

    private static Message constant(String name, float[] values, int... shape) {
        Message constant = new Message();
        for (int size : shape) {
            constant.number(1, size);
        }
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant.number(2, FLOAT).text(8, name).bytes(9, raw.array());
    }

    private static Message tensor(String name, int size) {
        Message shape = new Message().message(1, new Message().text(2, "B")).message(1, new Message().number(1, size));
        return new Message()
                .text(1, name)
                .message(
                        2,
                        new Message().message(1, new Message().number(1, FLOAT).message(2, shape)));
    }

    /** A message of protocol buffers, field by field. */
    private static final class Message {

        private static final int VARINT = 0;
        private static final int LENGTH = 2;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message inner) {
            return bytes(field, inner.bytes());
        }

        Message bytes(int field, byte[] bytes) {
            varint((long) field << 3 | LENGTH);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long left = value;
            while (left > 0x7F) {
                out.write((int) (left & 0x7F | 0x80));
                left >>>= 7;
            }
            out.write((int) left);
        }
    }
}
