package io.lookback.custom;

import io.lookback.onnx.Batches;
import io.lookback.onnx.BoundCall;
import io.lookback.onnx.Device;
import io.lookback.onnx.DeviceException;
import io.lookback.onnx.OnnxException;
import io.lookback.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a custom model over the records of a wave: {@link #add} each, {@link #run} once, read {@link #outcome} and
 * {@link #next}, {@link #clear}. One thread; the owner closes it.
 *
 * <p>Calls come in a few fixed sizes, as those of cells; rows beyond the wave's repeat its first one, because what an
 * earlier wave left there might fail. On the processor, a row for which the model fails by itself has a
 * {@link #failure} and no outcome. A device may fail for its own reasons: its failure is thrown.
 */
public final class CustomExecutor implements AutoCloseable {

    private static final int SMALLEST = 4;

    private final OnnxModel onnx;
    private final CustomModel model;
    private final Device device;
    private final GraphForm form;
    private final int largest;
    private final int outputs;
    private final TreeMap<Integer, BoundCall> calls = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();

    CustomExecutor(OnnxModel onnx, CustomModel model, Device device, int maxRows) {
        this.onnx = onnx;
        this.model = model;
        this.device = device;
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
        private @Nullable String failure;

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

    /** @throws OnnxException if the model fails on a device */
    public void run() {
        for (int from = 0; from < rows.size(); from += largest) {
            List<Row> part = rows.subList(from, Math.min(rows.size(), from + largest));
            try {
                run(part);
            } catch (OnnxException e) {
                requireProcessor(e);
                part.forEach(this::runAlone);
            }
        }
    }

    private void runAlone(Row row) {
        try {
            run(List.of(row));
        } catch (OnnxException e) {
            requireProcessor(e);
            row.output = null;
            row.failure = e.getMessage();
        }
    }

    private void requireProcessor(OnnxException failure) {
        if (failure instanceof DeviceException || device.kind() != Device.Kind.CPU) {
            throw failure;
        }
    }

    private void run(List<Row> part) {
        int size = Batches.ceiling(part.size(), SMALLEST);
        BoundCall call = calls.computeIfAbsent(size, this::bind);
        for (int i = 0; i < size; i++) {
            write(call, i, part.get(i < part.size() ? i : 0));
        }
        call.run(part.size());
        for (int i = 0; i < part.size(); i++) {
            read(call, i, part.get(i));
        }
    }

    private void write(BoundCall call, int place, Row row) {
        call.floats("x").put(place * row.input.length, form.masked() ? filled(row.input) : row.input);
        if (form.masked()) {
            call.floats("present").put(place * row.input.length, present(row.input));
        }
        if (form.memory() > 0) {
            call.floats("m").put(place * form.memory(), row.memory);
        }
    }

    private void read(BoundCall call, int place, Row row) {
        float[] output = new float[outputs];
        call.floats("y").get(place * outputs, output);
        row.next = form.memory() > 0 ? new float[form.memory()] : row.input;
        if (form.memory() > 0) {
            call.floats("m_next").get(place * form.memory(), row.next);
        }
        boolean known = form.masked() && form.window() > 0 || finite(row.next);
        row.output = finite(output) && known ? output : null;
        row.failure = row.output != null
                ? null
                : String.format(Locale.ROOT, "its output %s is not finite", known ? "y" : "m_next");
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

    /** Why the model failed for the row; null if it did not. */
    public @Nullable String failure(int index) {
        return rows.get(index).failure;
    }

    /** All of {@code y} for the row; null if the model failed for it. */
    float @Nullable [] output(int index) {
        return rows.get(index).output;
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
