package io.lookback.custom;

import io.lookback.onnx.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads off a graph how it sees a series, and finds what does not fit its task. An output may leave any dimension open:
 * exporters often lose them, and the first call shows.
 */
final class FormCheck {

    private static final long OPEN = -1;

    private static final String PRESENT = "present";

    /** Floats that a series keeps for a model, 4 MB. */
    private static final long LARGEST = 1 << 20;

    private final Map<String, TensorSpec> inputs;
    private final Map<String, TensorSpec> outputs;
    private final List<String> problems = new ArrayList<>();

    private int features;
    private int window;
    private int memory;
    private boolean whole;
    private boolean flat;
    private boolean masked;
    private boolean distribution;

    private FormCheck(Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** @param problems empty for a graph that fits */
    record Found(GraphForm form, List<String> problems) {}

    static Found of(Task task, int named, Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {
        FormCheck check = new FormCheck(inputs, outputs);
        check.input(named);
        check.present();
        check.output(task);
        check.strangers();
        return new Found(
                new GraphForm(
                        check.features,
                        check.window,
                        check.memory,
                        check.whole,
                        check.flat,
                        check.masked,
                        check.distribution),
                check.problems);
    }

    private void input(int named) {
        TensorSpec x = tensor("input", inputs, "x");
        if (x == null) {
            return;
        }
        List<Long> shape = x.shape();
        boolean fixed = shape.stream().skip(1).allMatch(size -> size > 0 && size <= LARGEST);
        if (shape.size() < 2 || shape.size() > 3 || !fixed) {
            problem("Input %s: give x[B,W,F] for a window of W records, or x[B,F] and m[B,M]; only B is open.", x);
            return;
        }
        open(x);
        features = Math.toIntExact(shape.get(shape.size() - 1));
        if (shape.size() == 3) {
            window = Math.toIntExact(shape.get(1));
        } else {
            memory();
        }
        if ((long) window * features > LARGEST) {
            problem("Input %s: a series would keep %d floats for it; %d fit.", x, (long) window * features, LARGEST);
        }
        if (named > 0 && named != features) {
            problem("Input %s reads %d features, the card names %d; name those that it reads.", x, features, named);
        }
    }

    /** Which values are there, for a graph that can do without some. */
    private void present() {
        TensorSpec x = inputs.get("x");
        if (!inputs.containsKey(PRESENT) || x == null || features == 0) {
            return;
        }
        TensorSpec present = tensor("input", inputs, PRESENT);
        if (present == null) {
            return;
        }
        masked = true;
        if (after(present).equals(after(x))
                && present.shape().size() == x.shape().size()) {
            open(present);
        } else {
            problem(
                    "Input %s: give it the shape of %s; it is 1 for each value that is there, 0 for a missing one.",
                    present, x);
        }
    }

    /** Sizes behind the first. */
    private static List<Long> after(TensorSpec tensor) {
        return tensor.shape().stream().skip(1).toList();
    }

    private void memory() {
        TensorSpec m = tensor("input", inputs, "m");
        TensorSpec next = tensor("output", outputs, "m_next");
        if (m == null || next == null) {
            return;
        }
        long size = m.shape().size() == 2 ? m.shape().get(1) : 0;
        if (size < 1 || size > LARGEST) {
            problem("Input %s: give m[B,M], M from 1 to %d; join several states in one tensor.", m, LARGEST);
            return;
        }
        open(m);
        memory = Math.toIntExact(size);
        fits("m_next", next, OPEN, size);
    }

    private void output(Task task) {
        TensorSpec y = tensor("output", outputs, "y");
        if (y == null || features == 0) {
            return;
        }
        int rank = y.shape().size();
        if (task == Task.SCORE) {
            flat = rank == 1;
            fits("y", y, flat ? new long[] {OPEN} : new long[] {OPEN, 1});
        } else if (task == Task.RECONSTRUCTION && window > 0 && rank == 3) {
            whole = true;
            fits("y", y, OPEN, window, features);
        } else if (task == Task.FORECAST && rank == 3) {
            distribution = true;
            fits("y", y, OPEN, features, 2);
        } else {
            fits("y", y, OPEN, features);
        }
    }

    private void fits(String name, TensorSpec found, long... wanted) {
        boolean fits = found.shape().size() == wanted.length;
        for (int axis = 0; fits && axis < wanted.length; axis++) {
            long size = found.shape().get(axis);
            fits = size == OPEN || size == wanted[axis];
        }
        if (!fits) {
            StringBuilder shape = new StringBuilder("[B");
            for (int axis = 1; axis < wanted.length; axis++) {
                shape.append(',').append(wanted[axis]);
            }
            problem("Output %s: this model needs %s%s], with B open.", found, name, shape);
        }
    }

    private void open(TensorSpec input) {
        if (input.shape().get(0) != OPEN) {
            problem(
                    "Input %s takes %d series at once, a job sends any number; export with dynamic_axes={'%s': {0: 'B'}, ...}.",
                    input, input.shape().get(0), input.name());
        }
    }

    private void strangers() {
        for (TensorSpec input : new TreeMap<>(inputs).values()) {
            boolean memory = input.name().equals("m") && window == 0;
            if (!input.name().equals("x") && !input.name().equals(PRESENT) && !memory) {
                problem(
                        "Input %s is fed by nothing; a model reads x, m if it goes step by step, and present to be told of missing values.",
                        input);
            }
        }
    }

    private @Nullable TensorSpec tensor(String side, Map<String, TensorSpec> found, String name) {
        TensorSpec spec = found.get(name);
        if (spec == null) {
            problem(
                    "There is no %s '%s'; there are %s. Name them with input_names and output_names when you export.",
                    side, name, new TreeMap<>(found).values());
            return null;
        }
        if (!spec.type().equals("FLOAT")) {
            problem("%s is not a float32 tensor; cast it inside the graph.", spec);
        }
        return spec;
    }

    private void problem(String format, Object... values) {
        problems.add(String.format(Locale.ROOT, format, values));
    }
}
