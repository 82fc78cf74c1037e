package io.lookback.sql;

import io.lookback.event.Bytes;
import io.lookback.event.Observation;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.flow.RejectionLog;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.binary.BinarySegmentUtils;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Turns rows into observations that carry their row along. Rows that cannot be judged are counted and logged. */
final class RowsToObservations extends ProcessFunction<RowData, Observation> {

    private static final long serialVersionUID = 1L;

    private final RowMapping mapping;
    private final RowType type;

    private transient @Nullable RowDataSerializer serializer;
    private transient @Nullable RejectionLog log;
    private transient @Nullable Counter rejected;

    RowsToObservations(RowMapping mapping, RowType type) {
        this.mapping = mapping;
        this.type = type;
    }

    @Override
    public void open(OpenContext context) {
        serializer = new RowDataSerializer(type);
        log = new RejectionLog();
        rejected = getRuntimeContext().getMetricGroup().counter("numRejectedRows");
    }

    @Override
    @SuppressWarnings("NullAway") // opened before the first row
    public void processElement(RowData row, Context context, Collector<Observation> out) {
        Observation observation;
        try {
            observation = mapping.observe(row, new Payload(null, Bytes.wrap(bytes(row)), List.of(), 0));
        } catch (IllegalArgumentException e) {
            rejected.inc();
            log.add(new Rejection(
                    new Origin(mapping.seriesOf(row), 0, 0),
                    Payload.NONE,
                    Rejection.Reason.UNUSABLE,
                    String.valueOf(e.getMessage())));
            return;
        }
        out.collect(observation);
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }

    @SuppressWarnings("NullAway") // opened before the first row
    private byte[] bytes(RowData row) {
        BinaryRowData binary = serializer.toBinaryRow(row);
        return BinarySegmentUtils.copyToBytes(binary.getSegments(), binary.getOffset(), binary.getSizeInBytes());
    }
}
