package io.lookback.wire;

import java.io.IOException;

/**
 * Reads one format: a JSON object, a CSV row or a line of influx as a {@link java.util.Map}, an Avro record as an
 * {@link org.apache.avro.generic.IndexedRecord}, several of them as a {@link java.util.List}. One thread.
 */
interface RecordReader {

    /**
     * @throws DecodingException if the bytes are not a record of the format
     * @throws IOException if something else than the record is at fault, such as a schema registry that does not answer
     */
    Object read(byte[] value) throws DecodingException, IOException;
}
