package io.lookback.training;

/** Told how a training goes, on the training thread. */
public interface Progress extends AutoCloseable {

    /** After every batch. */
    void iteration(int done, double loss);

    /** Now and then: a line for a person. */
    void note(String line);

    @Override
    default void close() {}

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void iteration(int done, double loss) {}

            @Override
            public void note(String line) {}
        };
    }
}
