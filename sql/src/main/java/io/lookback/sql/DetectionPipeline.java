package io.lookback.sql;

import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Scoring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** Rows through the operator that a job runs, and back to rows: the columns that came, then those of detection. */
final class DetectionPipeline {

    private DetectionPipeline() {}

    /**
     * Adds the graph. Scores are made in waves, as in a job.
     *
     * @param mapping of the rows
     * @param flow settings of the operator
     * @param columns that are added, in this order
     * @param uids of its operators by their names; empty where Flink is to choose
     */
    static DataStream<RowData> of(
            DataStream<RowData> rows,
            RowType type,
            RowMapping mapping,
            FlowSpec flow,
            List<ResultColumn> columns,
            Function<String, Optional<String>> uids) {
        SingleOutputStreamOperator<Observation> observations = named(
                rows.process(new RowsToObservations(mapping, type)).returns(DomainTypes.OBSERVATION),
                "Rows to observations",
                uids.apply("observations"));
        SingleOutputStreamOperator<Score> scores = Scoring.scoreWithRecords(observations, flow);
        scores.getTransformation().setUid(uids.apply("scores").orElse(null));
        return named(
                scores.getSideOutput(Scoring.SCORED_RECORDS)
                        .map(new RecordsToRows(type.getFieldCount(), columns))
                        .returns(InternalTypeInfo.of(result(type, columns))),
                "Scores to rows",
                uids.apply("rows"));
    }

    /** The columns of the table, then those that are added. */
    static RowType result(RowType type, List<ResultColumn> columns) {
        List<RowType.RowField> fields = new ArrayList<>(type.getFields());
        columns.forEach(column ->
                fields.add(new RowType.RowField(column.column(), column.type().getLogicalType())));
        return new RowType(false, fields);
    }

    private static <T> SingleOutputStreamOperator<T> named(
            SingleOutputStreamOperator<T> operator, String name, Optional<String> uid) {
        uid.ifPresent(operator::uid);
        return operator.name(name);
    }
}
