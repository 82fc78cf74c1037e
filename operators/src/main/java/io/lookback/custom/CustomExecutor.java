package io.lookback.custom;

import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.DeviceException;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a custom model over the records of a wave: {@link #add} each, {@link #run} once, read {@link #outcome} and
 * {@link #next}, {@link #clear}. One thread; the owner closes it.
 *
 * <p>Calls come in a few fixed sizes, as those of cells. A row for which the model fails by itself has no outcome.
 */
public final class CustomExecutor implements AutoCloseable {

    private static final int SMALLEST = 4;

    private final OnnxModel onnx;
    private final CustomModel model;
    private final GraphForm form;
    private final int largest;
    private final int outputs;
    private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();

    CustomExecutor(OnnxModel onnx, CustomModel model, int maxRows) {
        this.onnx = onnx;
        this.model = model;
        this.form = model.form();
        this.largest = Batches.ceiling(maxRows, SMALLEST);
        this.outputs = form.outputs(model.card().task());
    }

    private static final class Row {
        private final float[] input;
        private final float[] memory;
        private final CustomMemory before;
        private float @Nullable [] output;
        private float[] next = new float[0];

        Row(float[] input, float[] memory, CustomMemory before) {
            this.input = input;
            this.memory = memory;
            this.before = before;
        }
    }

    /**
     * Adds one record.
     *
     * @param record {@code [F]}, the features that the model names; NaN for a missing one, of a masked model alone
     * @return its index in this wave
     */
    public int add(float[] record, CustomMemory memory) {
        boolean windowed = form.window() > 0;
        rows.add(new Row(windowed ? pushed(memory.past(), record) : record.clone(), memory.past(), memory));
        return rows.size() - 1;
    }

    /** The window without its oldest record and with a newest one. */
    private static float[] pushed(float[] window, float[] record) {
        float[] next = new float[window.length];
        System.arraycopy(window, record.length, next, 0, window.length - record.length);
        System.arraycopy(record, 0, next, window.length - record.length, record.length);
        return next;
    }

    public void run() {
        for (int from = 0; from < rows.size(); from += largest) {
            List<Row> part = rows.subList(from, Math.min(rows.size(), from + largest));
            try {
                run(part);
            } catch (DeviceException gone) {
                throw gone;
            } catch (OnnxException e) {
                part.forEach(this::runAlone);
            }
        }
    }

    private void runAlone(Row row) {
        try {
            run(List.of(row));
        } catch (DeviceException gone) {
            throw gone;
        } catch (OnnxException e) {
            row.output = null;
        }
    }

    private void run(List<Row> part) {
        BoundCall call = calls.computeIfAbsent(Batches.ceiling(part.size(), SMALLEST), this::bind);
        for (int i = 0; i < part.size(); i++) {
            Row row = part.get(i);
            call.floats("x").put(i * row.input.length, form.masked() ? filled(row.input) : row.input);
            if (form.masked()) {
                call.floats("present").put(i * row.input.length, present(row.input));
            }
            if (form.memory() > 0) {
                call.floats("m").put(i * form.memory(), row.memory);
            }
        }
        call.run(part.size());
        for (int i = 0; i < part.size(); i++) {
            Row row = part.get(i);
            float[] output = new float[outputs];
            call.floats("y").get(i * outputs, output);
            row.next = form.memory() > 0 ? new float[form.memory()] : row.input;
            if (form.memory() > 0) {
                call.floats("m_next").get(i * form.memory(), row.next);
            }
            boolean known = form.masked() && form.window() > 0 || finite(row.next);
            row.output = finite(output) && known ? output : null;
        }
    }

    /** 0 in place of what is missing. */
    private static float[] filled(float[] input) {
        float[] filled = input.clone();
        for (int i = 0; i < filled.length; i++) {
            filled[i] = Float.isNaN(filled[i]) ? 0 : filled[i];
        }
        return filled;
    }

    private static float[] present(float[] input) {
        float[] present = new float[input.length];
        for (int i = 0; i < present.length; i++) {
            present[i] = Float.isNaN(input[i]) ? 0 : 1;
        }
        return present;
    }

    /**
     * What the model says of the row's newest record: one number of a score, {@code [F]} of a reconstruction or of what a
     * forecaster expected of this record; null if it says nothing, because it failed or has not seen enough.
     */
    public float @Nullable [] outcome(int index) {
        Row row = rows.get(index);
        float[] output = row.output;
        if (model.card().task() == Task.FORECAST) {
            return row.before.seen() > Math.max(1, form.window()) - 1 ? locations(row.before.expected()) : null;
        }
        if (output == null || row.before.seen() + 1 < form.window()) {
            return null;
        }
        if (!form.whole()) {
            return output;
        }
        float[] newest = new float[form.features()];
        System.arraycopy(output, output.length - newest.length, newest, 0, newest.length);
        return newest;
    }

    private float[] locations(float[] expected) {
        int stride = expected.length / form.features();
        float[] locations = new float[form.features()];
        for (int f = 0; f < locations.length; f++) {
            locations[f] = expected[stride * f];
        }
        return locations;
    }

    /** The memory after the row's record; null if the model failed for it: the memory must begin afresh. */
    public @Nullable CustomMemory next(int index) {
        Row row = rows.get(index);
        float[] output = row.output;
        if (output == null) {
            return null;
        }
        float[] expected = model.card().task() == Task.FORECAST ? output : new float[0];
        return new CustomMemory(row.next, expected, Math.min(row.before.seen() + 1, Math.max(1, form.window())));
    }

    public void clear() {
        rows.clear();
    }

    @Override
    public void close() {
        calls.values().forEach(BoundCall::close);
        calls.clear();
        onnx.close();
    }

    private BoundCall bind(int size) {
        Map<String, long[]> inputs = new HashMap<>();
        Map<String, long[]> results = new HashMap<>();
        inputs.put("x", form.inputShape(size));
        if (form.masked()) {
            inputs.put("present", form.inputShape(size));
        }
        results.put("y", form.outputShape(model.card().task(), size));
        if (form.memory() > 0) {
            inputs.put("m", new long[] {size, form.memory()});
            results.put("m_next", new long[] {size, form.memory()});
        }
        return BoundCall.of(onnx, inputs, results);
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
