package io.lookback.training.example;

import io.lookback.normalize.Calendar;
import io.lookback.normalize.CellInput;
import io.lookback.normalize.Channel;
import io.lookback.training.series.Series;

/**
 * One series as a cell meets it in a job: example {@code j} is the input known before value {@code j + 1} of the series
 * became known, and that value, normalized. Built with the operators' own {@link Channel}, so training and serving
 * share every feature's definition.
 */
public final class Examples {

    private final float[] inputs;
    private final float[] targets;

    private Examples(int count) {
        this.inputs = new float[count * CellInput.SIZE];
        this.targets = new float[count];
    }

    public static Examples of(Series series) {
        Calendar calendar = Calendar.utc();
        Channel channel = new Channel();
        Examples examples = new Examples(Math.max(0, series.length() - 1));
        for (int i = 0; i < series.length(); i++) {
            if (channel.started()) {
                channel.writeInput(examples.inputs, (i - 1) * CellInput.SIZE, series.time(i), calendar);
                examples.targets[i - 1] = (float) channel.normalizer().normalize(series.value(i));
            }
            channel.observe(series.value(i), series.time(i), calendar);
        }
        return examples;
    }

    public int count() {
        return targets.length;
    }

    /** Input {@code feature} of example {@code j}. */
    public float input(int j, int feature) {
        return inputs[j * CellInput.SIZE + feature];
    }

    /** The normalized value that example {@code j} is to predict. */
    public float target(int j) {
        return targets[j];
    }

    /** The {@value CellInput#SIZE} inputs of example {@code j}. */
    public float[] inputs(int j) {
        float[] row = new float[CellInput.SIZE];
        System.arraycopy(inputs, j * CellInput.SIZE, row, 0, row.length);
        return row;
    }

    void copyTo(Batch batch, int row, int from) {
        batch.fill(row, inputs, targets, from);
    }
}
