package io.lookback.benchmark;

import io.lookback.event.Observation;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Reads and writes a state of a given size and does nothing else: what any keyed step costs. */
public final class StateStep<T> extends KeyedProcessFunction<String, Observation, T> {

    private static final long serialVersionUID = 1L;

    private final int bytes;
    private final Outcome<T> outcome;

    private transient ValueState<byte[]> state;

    public StateStep(int bytes, Outcome<T> outcome) {
        this.bytes = bytes;
        this.outcome = outcome;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("bytes", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<T> out) throws Exception {
        byte[] known = state.value();
        byte[] current = known == null ? new byte[bytes] : known;
        current[(int) (observation.time() % bytes)]++;
        state.update(current);
        out.collect(outcome.of(observation, observation.values().toArray()));
    }
}
