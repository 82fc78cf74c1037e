package io.lookback.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lookback.normalize.CellInput;
import io.lookback.training.reference.Shipped;
import io.lookback.training.series.SeededRandom;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A record's outputs must not depend on the records that share its call. */
class BatchedStepTest {

    private static final int ROWS = 5;
    private static final float TOLERANCE = 1e-5f;

    private final SeededRandom random = new SeededRandom(11);

    @Test
    void lstm() throws IOException, OrtException {
        float[] x = numbers(ROWS * CellInput.SIZE);
        float[] m = numbers(ROWS * 96);

        sameAloneAndTogether(
                "lstm",
                "m_next",
                row -> Map.of(
                        "x", floats(row, x, CellInput.SIZE),
                        "m", floats(row, m, 96)));
    }

    @Test
    void selfAttentionOverHistoriesOfDifferentLength() throws IOException, OrtException {
        int longest = 7;
        float[] x = numbers(ROWS * CellInput.SIZE);
        float[] c = numbers(ROWS * 32);
        float[] rows = numbers(ROWS * longest * 32);
        float[] mask = new float[ROWS * longest];
        for (int row = 0; row < ROWS; row++) {
            Arrays.fill(mask, row * longest, row * longest + 1 + row, 1);
        }

        sameAloneAndTogether(
                "self-attention-rnn",
                "c_next",
                row -> Map.of(
                        "x", floats(row, x, CellInput.SIZE),
                        "c", floats(row, c, 32),
                        "rows", floats(row, rows, longest, 32),
                        "mask", floats(row, mask, longest)));
    }

    @Test
    void lookbackOverHistoriesOfDifferentLengthToTheLastBit() throws IOException, OrtException {
        int longest = 7;
        float[] x = numbers(ROWS * CellInput.SIZE);
        float[] c = numbers(ROWS * 349);
        float[] rows = numbers(ROWS * longest * 32);
        float[] mask = new float[ROWS * longest];
        for (int row = 0; row < ROWS; row++) {
            Arrays.fill(mask, row * longest, row * longest + 1 + row, 1);
        }
        for (int k = 0; k < c.length; k++) {
            c[k] = Math.abs(c[k]);
        }

        closeAloneAndTogether(
                "lookback",
                "c_next",
                0,
                row -> Map.of(
                        "x", floats(row, x, CellInput.SIZE),
                        "c", floats(row, c, 349),
                        "rows", floats(row, rows, longest, 32),
                        "mask", floats(row, mask, longest)));
    }

    @Test
    void localAttentionOverWindowsOfDifferentFill() throws IOException, OrtException {
        float[] x = numbers(ROWS * CellInput.SIZE);
        float[] rows = numbers(ROWS * 64 * 64);
        long[] age = new long[ROWS * 64];
        for (int row = 0; row < ROWS; row++) {
            for (int slot = 0; slot < 64 - 10 * row; slot++) {
                age[row * 64 + slot] = 64 - 10L * row - slot;
            }
        }

        sameAloneAndTogether(
                "local-attention",
                "row",
                row -> Map.of(
                        "x", floats(row, x, CellInput.SIZE),
                        "rows", floats(row, rows, 64, 64),
                        "age", integers(row, age, 64)));
    }

    private static void sameAloneAndTogether(String cell, String memory, Inputs inputs)
            throws IOException, OrtException {
        closeAloneAndTogether(cell, memory, TOLERANCE, inputs);
    }

    private static void closeAloneAndTogether(String cell, String memory, float tolerance, Inputs inputs)
            throws IOException, OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(Shipped.model(cell))) {
            float[][] together = run(session, inputs.of(-1), memory);
            for (int row = 0; row < ROWS; row++) {
                float[][] alone = run(session, inputs.of(row), memory);
                for (int output = 0; output < alone.length; output++) {
                    int width = alone[output].length;
                    float[] part = Arrays.copyOfRange(together[output], row * width, (row + 1) * width);
                    for (int k = 0; k < width; k++) {
                        assertThat(alone[output][k]).isCloseTo(part[k], within(tolerance));
                    }
                }
            }
        }
    }

    private static float[][] run(OrtSession session, Map<String, OnnxTensor> inputs, String memory)
            throws OrtException {
        try (OrtSession.Result result = session.run(new HashMap<>(inputs))) {
            return new float[][] {StepMemory.floats(result, "y"), StepMemory.floats(result, memory)};
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = (float) random.uniform(-1, 1);
        }
        return numbers;
    }

    /** One row of the flat values, or all of them for row -1. */
    private static OnnxTensor floats(int row, float[] values, long... shape) throws OrtException {
        int width = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] part = row < 0 ? values : Arrays.copyOfRange(values, row * width, (row + 1) * width);
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(part), batched(part.length / width, shape));
    }

    private static OnnxTensor integers(int row, long[] values, int width) throws OrtException {
        long[] part = row < 0 ? values : Arrays.copyOfRange(values, row * width, (row + 1) * width);
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), LongBuffer.wrap(part), batched(part.length / width, width));
    }

    private static long[] batched(int rows, long... shape) {
        long[] batched = new long[shape.length + 1];
        batched[0] = rows;
        System.arraycopy(shape, 0, batched, 1, shape.length);
        return batched;
    }

    private interface Inputs {
        Map<String, OnnxTensor> of(int row) throws OrtException;
    }
}
