package io.lookback.benchmark;

import io.lookback.event.Observation;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Reads and writes a state of a given size and does nothing else: what any keyed step costs. */
final class StateStep extends KeyedProcessFunction<String, Observation, Double> {

    private static final long serialVersionUID = 1L;

    private final int bytes;

    private transient ValueState<byte[]> state;

    StateStep(int bytes) {
        this.bytes = bytes;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("bytes", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<Double> out) throws Exception {
        byte[] known = state.value();
        byte[] current = known == null ? new byte[bytes] : known;
        current[(int) (observation.time() % bytes)]++;
        state.update(current);
        out.collect(observation.values().at(0));
    }
}
