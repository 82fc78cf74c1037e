package io.lookback.training.reference;

/** A cell as its definition reads, in plain Java and double precision, over one sequence. */
public interface StepReference {

    /** Takes the next input {@code [F]} in and returns mean and scale of what follows. */
    double[] step(float[] x);
}
