package io.lookback.event;

/**
 * Where a record was read: it identifies the record, so the scores made from it carry the same id however often the
 * record is processed.
 *
 * @param offset of the record in its partition (Kafka), or its row in its file
 * @param index of the point in a record that holds several, {@link #WHOLE} for a record that is one
 * @param ordered whether the source keeps the records of the record's series in one order: a file does, and Kafka where
 *     the key names the series, so that all of them are in one partition
 */
public record Origin(String source, int partition, long offset, int index, boolean ordered) {

    /** The record as a whole. */
    public static final int WHOLE = -1;

    public Origin(String source, int partition, long offset, boolean ordered) {
        this(source, partition, offset, WHOLE, ordered);
    }

    /** Of a source that keeps the records of each series in order. */
    public Origin(String source, int partition, long offset) {
        this(source, partition, offset, true);
    }

    /**
     * A deterministic id, unique among all sources: read from its end, it is the point's index after a period, if there is
     * one, the offset, the partition, and the source, which may hold hyphens and digits itself.
     */
    public String id() {
        String record = source + '-' + partition + '-' + offset;
        return index == WHOLE ? record : record + '.' + index;
    }

    /** This origin, whose source keeps the records of the series in order, or does not. */
    public Origin ordered(boolean kept) {
        return kept == ordered ? this : new Origin(source, partition, offset, index, kept);
    }

    /** One point of the record. */
    public Origin point(int at) {
        return new Origin(source, partition, offset, at, ordered);
    }
}
