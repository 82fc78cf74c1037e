package io.lookback.wire;

import java.io.IOException;
import java.io.Serializable;

/** Turns records into bytes. One thread. */
public interface RecordWriter<T> {

    /**
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    byte[] write(T record) throws IOException;

    /** Makes the writers: what a job ships to its tasks. */
    interface Factory<T> extends Serializable {

        /** A writer for one thread. */
        RecordWriter<T> open();
    }
}
