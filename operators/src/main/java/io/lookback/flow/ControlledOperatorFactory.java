package io.lookback.flow;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes a {@link ControlledOperator} for each subtask. */
final class ControlledOperatorFactory extends AbstractStreamOperatorFactory<Score>
        implements TwoInputStreamOperatorFactory<Observation, ControlChange, Score> {

    private static final long serialVersionUID = 1L;

    private final LoadedFlow flow;
    private final ControlPreload preload;
    private final ControlLimits limits;
    private final Role role;

    /** @param spec of which the models are loaded here */
    ControlledOperatorFactory(FlowSpec spec, ControlPreload preload, ControlLimits limits, Role role) {
        this.flow = LoadedFlow.of(spec);
        this.preload = preload;
        this.limits = limits;
        this.role = role;
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's signature: the caller asks for the operator that this factory makes
    public <T extends StreamOperator<Score>> T createStreamOperator(StreamOperatorParameters<Score> parameters) {
        return (T) new ControlledOperator(parameters, flow, preload, limits, role);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return ControlledOperator.class;
    }
}
