package io.lookback.custom;

import io.lookback.onnx.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model outside any job: a graph may have the right tensors and still fail, return what is not a number, or let
 * the rows of a batch change each other.
 *
 * <p>A job puts records of many series into one batch, of any size. So a row must say the same in a call that is
 * repeated and beside other rows, to the last bit, because these calls have the same size; and nearly the same by itself,
 * because kernels may add in another order there.
 */
final class CustomTrial {

    private static final int ROWS = 8;
    private static final int STEPS = 2;
    private static final long SEED = 17;

    /**
     * Of a difference between batch sizes, relative to the largest number of the output: floats have seven digits, of which
     * a long sum or a cancellation may cost some. What depends on the batch differs by far more.
     */
    private static final float TOLERANCE = 1e-3f;

    private static final int[] ALL = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[][] COMPANIONS = {{0, 1, 2, 3, 0, 1, 2, 3}, {4, 5, 6, 7, 4, 5, 6, 7}};

    private static final String MIXES =
            "A job puts records of many series into one batch; each must be computed by itself. Usual causes: an LSTM or GRU without batch_first=True, a softmax or a mean over dimension 0, batch normalization exported without eval(), dynamic quantization.";
    private static final String RANDOM =
            "Usual causes: dropout in a model exported without eval(), or nodes that draw random numbers.";

    private final CustomModel model;
    private final CustomExecutor executor;
    private final Random random = new Random(SEED);

    private CustomTrial(CustomModel model, CustomExecutor executor) {
        this.model = model;
        this.executor = executor;
    }

    /** @throws IllegalArgumentException if a job must not run the model */
    static void of(CustomModel model) {
        try (CustomExecutor executor = model.open(Device.CPU, ROWS)) {
            CustomTrial trial = new CustomTrial(model, executor);
            trial.zeros();
            trial.varied();
        }
    }

    private void zeros() {
        CustomMemory memory = model.freshMemory();
        int steps = form().window() + 2 + (form().masked() ? form().features() : 0);
        for (int step = 0; step < steps; step++) {
            executor.add(zeros(step), memory);
            executor.run();
            CustomMemory next = executor.next(0);
            if (next == null) {
                throw refusal("returns no number for a record of zeros: %s. Check its export.", executor.failure(0));
            }
            memory = next;
            executor.clear();
        }
        for (int f = 0; model.forecasts() && f < form().features(); f++) {
            if (!model.expected(memory, f).usable()) {
                throw refusal(
                        "returns a scale of %s for feature '%s'; give one above zero, such as an exponential.",
                        model.expected(memory, f).scale(),
                        model.card().features().get(f));
            }
        }
    }

    /** A record of zeros; of one that can be told so, each value is missing once. */
    private float[] zeros(int step) {
        float[] record = new float[form().features()];
        if (form().masked() && record.length > 1) {
            record[step % record.length] = Float.NaN;
        }
        return record;
    }

    private void varied() {
        List<CustomMemory> memories = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            memories.add(past(row));
        }
        boolean says = false;
        String failure = null;
        for (int step = 0; step < STEPS; step++) {
            List<Input> inputs = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                inputs.add(new Input(record(row), memories.get(row)));
            }
            List<Said> together = run(inputs, ALL);
            compare(inputs, together);
            for (int row = 0; row < ROWS; row++) {
                Said said = together.get(row);
                says |= said.y != null;
                failure = said.failure == null ? failure : said.failure;
                memories.set(row, said.next == null ? model.freshMemory() : said.next);
            }
        }
        if (!says) {
            throw refusal(
                    "returns no number for any of %d varied records, with values of mean 0 and variance 1: %s. Check its export, and input in its card.",
                    ROWS * STEPS, failure);
        }
    }

    private void compare(List<Input> inputs, List<Said> together) {
        require(together, run(inputs, ALL), ALL, 0, "is repeated", RANDOM);
        // A row that fails sends the others of its call through calls of another size.
        boolean failed = together.stream().anyMatch(said -> said.y == null);
        for (int[] companions : COMPANIONS) {
            require(together, run(inputs, companions), companions, failed ? TOLERANCE : 0, "has other records", MIXES);
        }
        for (int row = 0; row < ROWS; row++) {
            int[] alone = {row};
            require(together, run(inputs, alone), alone, TOLERANCE, "has this record alone", MIXES);
        }
    }

    /** @param rows whose answers are looked at, those at the place that they had in the full batch or by themselves */
    private void require(
            List<Said> together, List<Said> again, int[] rows, float tolerance, String call, String causes) {
        for (int place = 0; place < rows.length; place++) {
            boolean moved = rows.length > 1 && rows[place] != place;
            if (!moved) {
                Said before = together.get(rows[place]);
                Said after = again.get(place);
                same("y", before.y, after.y, largest(together, true) * tolerance, call, causes);
                same("m_next", before.memory, after.memory, largest(together, false) * tolerance, call, causes);
            }
        }
    }

    private void same(
            String output,
            float @Nullable [] before,
            float @Nullable [] after,
            float tolerance,
            String call,
            String causes) {
        if (before == null || after == null) {
            if (before != after) {
                throw refusal("fails for a record or not, depending on whether the call %s. %s", call, causes);
            }
            return;
        }
        for (int i = 0; i < before.length; i++) {
            if (before[i] != after[i] && !(Math.abs(before[i] - after[i]) <= tolerance)) {
                throw refusal(
                        "returns another %s for the same record if the call %s: %s and %s. %s",
                        output, call, before[i], after[i], causes);
            }
        }
    }

    private static float largest(List<Said> answers, boolean y) {
        float largest = 0;
        for (Said said : answers) {
            float[] values = y ? said.y : said.memory;
            for (int i = 0; values != null && i < values.length; i++) {
                largest = Math.max(largest, Math.abs(values[i]));
            }
        }
        return largest;
    }

    private List<Said> run(List<Input> inputs, int[] rows) {
        for (int row : rows) {
            executor.add(inputs.get(row).record, inputs.get(row).memory);
        }
        executor.run();
        List<Said> answers = new ArrayList<>(rows.length);
        for (int place = 0; place < rows.length; place++) {
            answers.add(new Said(executor, place, form().memory() > 0));
        }
        executor.clear();
        return answers;
    }

    /** Of a window the records before, of a stepwise model nothing. */
    private CustomMemory past(int row) {
        CustomMemory fresh = model.freshMemory();
        float[] past = fresh.past();
        for (int at = 0; at < form().window(); at++) {
            System.arraycopy(record(row), 0, past, at * form().features(), form().features());
        }
        return new CustomMemory(past, fresh.expected(), form().window());
    }

    /** Every other row is of positive values: a graph of raw values may know no others. */
    private float[] record(int row) {
        float[] record = new float[form().features()];
        int kept = random.nextInt(record.length);
        for (int f = 0; f < record.length; f++) {
            float value = (float) random.nextGaussian();
            boolean missing = form().masked() && f != kept && random.nextInt(4) == 0;
            record[f] = missing ? Float.NaN : row % 2 == 0 ? value : Math.abs(value);
        }
        return record;
    }

    private GraphForm form() {
        return model.form();
    }

    private IllegalArgumentException refusal(String format, @Nullable Object... values) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "Model '%s' %s",
                model.card().qualifiedName(),
                String.format(Locale.ROOT, format, values)));
    }

    /** What a row is fed. */
    private static final class Input {
        private final float[] record;
        private final CustomMemory memory;

        Input(float[] record, CustomMemory memory) {
            this.record = record;
            this.memory = memory;
        }
    }

    /** What the model made of a row. */
    private static final class Said {
        private final float @Nullable [] y;
        private final float @Nullable [] memory;
        private final @Nullable CustomMemory next;
        private final @Nullable String failure;

        Said(CustomExecutor executor, int index, boolean remembers) {
            this.y = executor.output(index);
            this.next = executor.next(index);
            this.memory = next == null || !remembers ? null : Arrays.copyOf(next.past(), next.past().length);
            this.failure = executor.failure(index);
        }
    }
}
