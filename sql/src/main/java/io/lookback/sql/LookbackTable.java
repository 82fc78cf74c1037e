package io.lookback.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.apache.flink.table.types.utils.DataTypeUtils;

/**
 * Detection on a table, at the speed of a job: the rows go through the job's own operator, in waves.
 *
 * <pre>{@code
 * Table scored = LookbackTable.detect(
 *         tableEnvironment,
 *         tableEnvironment.from("metrics"),
 *         DetectSettings.builder().series("host").time("ts").values("cpu").build());
 * }</pre>
 */
public final class LookbackTable {

    /** Tells the operators of several detections in one program from each other. */
    private static final AtomicInteger DETECTIONS = new AtomicInteger();

    private LookbackTable() {}

    /**
     * Loads the models and returns the table with the columns of {@link ResultColumn} behind its own. If the time column
     * is the table's time attribute, it stays one.
     *
     * @param table to which rows are only added
     * @throws ValidationException if a column is missing, does not fit, or has the name of one that is added
     * @throws IllegalArgumentException if a model does not fit its cell
     */
    public static Table detect(StreamTableEnvironment environment, Table table, DetectSettings settings) {
        return detect(environment, table, settings, "detection-" + DETECTIONS.incrementAndGet());
    }

    /**
     * Likewise.
     *
     * @param name of this detection in the program: its state is found again under it in a savepoint
     */
    public static Table detect(StreamTableEnvironment environment, Table table, DetectSettings settings, String name) {
        ResolvedSchema schema = table.getResolvedSchema();
        DataType type = DataTypeUtils.removeTimeAttribute(schema.toSourceRowDataType());
        requireDistinct(schema.getColumnNames());
        List<ResultColumn> columns = List.of(ResultColumn.values());
        RowType rowType = (RowType) type.getLogicalType();
        DataStream<RowData> rows = environment.toDataStream(table, type.bridgedTo(RowData.class));
        DataStream<RowData> scored = DetectionPipeline.of(
                rows,
                rowType,
                RowMapping.of(rowType, settings, SessionZone.of(environment.getConfig())),
                settings.flow(),
                columns,
                operator -> Optional.of(name + '-' + operator));
        Schema.Builder result = Schema.newBuilder();
        for (DataTypes.Field field : fields(type, columns)) {
            result.column(field.getName(), field.getDataType());
        }
        if (schema.getColumn(settings.time()).filter(LookbackTable::isRowtime).isPresent()) {
            result.watermark(settings.time(), "SOURCE_WATERMARK()");
        }
        return environment.fromDataStream(scored, result.build());
    }

    private static boolean isRowtime(Column column) {
        return LogicalTypeChecks.isRowtimeAttribute(column.getDataType().getLogicalType());
    }

    private static List<DataTypes.Field> fields(DataType type, List<ResultColumn> columns) {
        List<DataTypes.Field> fields = new ArrayList<>(DataType.getFields(type));
        columns.forEach(column -> fields.add(DataTypes.FIELD(column.column(), column.type())));
        return fields;
    }

    private static void requireDistinct(List<String> own) {
        Set<String> names = Set.copyOf(own);
        for (ResultColumn column : ResultColumn.values()) {
            if (names.contains(column.column())) {
                throw new ValidationException(String.format(
                        Locale.ROOT,
                        "The table has a column '%s', which detection adds: rename it before.",
                        column.column()));
            }
        }
    }
}
