package io.lookback.sql;

import io.lookback.event.Bytes;
import io.lookback.event.ScoredRecord;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.utils.JoinedRowData;

/** Puts what detection found behind the columns of the row that it is about. */
final class RecordsToRows implements MapFunction<ScoredRecord, RowData> {

    private static final long serialVersionUID = 1L;

    private final int arity;
    private final List<ResultColumn> columns;

    /** @param arity columns of the row itself */
    RecordsToRows(int arity, List<ResultColumn> columns) {
        this.arity = arity;
        this.columns = List.copyOf(columns);
    }

    @Override
    public RowData map(ScoredRecord record) {
        return new JoinedRowData(row(record), results(record, columns));
    }

    static GenericRowData results(ScoredRecord record, List<ResultColumn> columns) {
        GenericRowData results = new GenericRowData(columns.size());
        for (int column = 0; column < columns.size(); column++) {
            results.setField(column, columns.get(column).of(record));
        }
        return results;
    }

    private RowData row(ScoredRecord record) {
        Bytes bytes = record.score().observation().payload().value();
        if (bytes == null) {
            throw new IllegalStateException(
                    "Record " + record.score().id() + " has lost its row on its way through the operator");
        }
        BinaryRowData row = new BinaryRowData(arity);
        row.pointTo(MemorySegmentFactory.wrap(bytes.array()), 0, bytes.size());
        return row;
    }
}
