package io.lookback.event;

/**
 * Where a record was read: it identifies the record, so the scores made from it carry the same id however often the
 * record is processed.
 *
 * @param offset of the record in its partition (Kafka), or its row in its file
 */
public record Origin(String source, int partition, long offset) {

    /** A deterministic id, unique among all records of a source. */
    public String id() {
        return source + '-' + partition + '-' + offset;
    }
}
