package io.lookback.sql;

import io.lookback.flow.FlowSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The input's rows through the operator. What detection found are the table's metadata; a query pays for those that it
 * reads.
 */
final class LookbackTableSource implements ScanTableSource, SupportsReadingMetadata {

    private final ScanTableSource input;
    private final DataType physical;
    private final RowMapping mapping;
    private final FlowSpec flow;
    private List<ResultColumn> columns = List.of();

    /** @param physical type of the input's rows */
    LookbackTableSource(ScanTableSource input, DataType physical, RowMapping mapping, FlowSpec flow) {
        this.input = input;
        this.physical = physical;
        this.mapping = mapping;
        this.flow = flow;
    }

    @Override
    public Map<String, DataType> listReadableMetadata() {
        Map<String, DataType> metadata = new TreeMap<>();
        for (ResultColumn column : ResultColumn.values()) {
            metadata.put(column.column(), column.type());
        }
        return metadata;
    }

    @Override
    public void applyReadableMetadata(List<String> keys, DataType produced) {
        columns = keys.stream().map(key -> ResultColumn.find(key).orElseThrow()).toList();
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new Provider(
                input.getScanRuntimeProvider(context), (RowType) physical.getLogicalType(), mapping, flow, columns);
    }

    @Override
    public DynamicTableSource copy() {
        LookbackTableSource copy = new LookbackTableSource((ScanTableSource) input.copy(), physical, mapping, flow);
        copy.columns = columns;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return "Detection in " + input.asSummaryString();
    }

    private record Provider(
            ScanRuntimeProvider input, RowType type, RowMapping mapping, FlowSpec flow, List<ResultColumn> columns)
            implements DataStreamScanProvider {

        @Override
        public DataStream<RowData> produceDataStream(ProviderContext context, StreamExecutionEnvironment environment) {
            return DetectionPipeline.of(rows(context, environment), type, mapping, flow, columns, context::generateUid);
        }

        private DataStream<RowData> rows(ProviderContext context, StreamExecutionEnvironment environment) {
            if (input instanceof DataStreamScanProvider provider) {
                return provider.produceDataStream(context, environment);
            }
            if (!(input instanceof SourceProvider provider)) {
                throw new ValidationException(String.format(
                        Locale.ROOT,
                        "The input's connector reads by %s; detection takes one of %s.",
                        input.getClass().getName(),
                        Arrays.asList("SourceProvider", "DataStreamScanProvider")));
            }
            var source = environment.fromSource(
                    provider.createSource(), WatermarkStrategy.noWatermarks(), "Read rows", InternalTypeInfo.of(type));
            Optional<String> uid = context.generateUid("input");
            uid.ifPresent(source::uid);
            return source;
        }

        @Override
        public boolean isBounded() {
            return input.isBounded();
        }
    }
}
