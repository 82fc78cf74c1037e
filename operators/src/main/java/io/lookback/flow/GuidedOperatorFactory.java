package io.lookback.flow;

import io.lookback.cell.CellOptions;
import io.lookback.control.ControlChange;
import io.lookback.control.ControlLimits;
import io.lookback.control.ControlPreload;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.series.SeriesSpec;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Makes a {@link GuidedOperator} for each subtask. */
final class GuidedOperatorFactory extends AbstractStreamOperatorFactory<Score>
        implements TwoInputStreamOperatorFactory<Observation, ControlChange, Score> {

    private static final long serialVersionUID = 1L;

    private final SeriesSpec series;
    private final CellOptions options;
    private final WaveSpec wave;
    private final RetentionSpec retention;
    private final ControlPreload preload;
    private final ControlLimits limits;

    /** @param spec of which the models are loaded here */
    GuidedOperatorFactory(FlowSpec spec, ControlPreload preload, ControlLimits limits) {
        this.series = spec.series();
        this.options = spec.options();
        this.wave = spec.wave();
        this.retention = spec.retention();
        this.preload = preload;
        this.limits = limits;
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's signature: the caller asks for the operator that this factory makes
    public <T extends StreamOperator<Score>> T createStreamOperator(StreamOperatorParameters<Score> parameters) {
        return (T) new GuidedOperator(parameters, series, options, wave, retention, preload, limits);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return GuidedOperator.class;
    }
}
