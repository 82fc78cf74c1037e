package io.lookback.flow;

import io.lookback.event.Observation;
import io.lookback.event.Score;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link SequenceOperator} for each subtask. */
final class SequenceOperatorFactory extends AbstractStreamOperatorFactory<Score>
        implements OneInputStreamOperatorFactory<Observation, Score> {

    private static final long serialVersionUID = 1L;

    private final LoadedFlow flow;
    private final boolean records;

    /** @param spec of which the models are loaded here */
    SequenceOperatorFactory(FlowSpec spec) {
        this(LoadedFlow.of(spec));
    }

    SequenceOperatorFactory(LoadedFlow flow) {
        this(flow, false);
    }

    /** @param records whether {@link Scoring#SCORED_RECORDS} is read */
    SequenceOperatorFactory(LoadedFlow flow, boolean records) {
        this.flow = flow;
        this.records = records;
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's signature: the caller asks for the operator that this factory makes
    public <T extends StreamOperator<Score>> T createStreamOperator(StreamOperatorParameters<Score> parameters) {
        return (T) new SequenceOperator(parameters, flow, records);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return SequenceOperator.class;
    }
}
