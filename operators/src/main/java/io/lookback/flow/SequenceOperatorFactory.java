package io.lookback.flow;

import io.lookback.cell.CellOptions;
import io.lookback.event.Observation;
import io.lookback.event.Score;
import io.lookback.series.SeriesSpec;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link SequenceOperator} for each subtask. */
public final class SequenceOperatorFactory extends AbstractStreamOperatorFactory<Score>
        implements OneInputStreamOperatorFactory<Observation, Score> {

    private static final long serialVersionUID = 1L;

    private final SeriesSpec series;
    private final CellOptions options;
    private final WaveSpec wave;
    private final RetentionSpec retention;

    public SequenceOperatorFactory(SeriesSpec series, CellOptions options, WaveSpec wave, RetentionSpec retention) {
        this.series = series;
        this.options = options;
        this.wave = wave;
        this.retention = retention;
    }

    @Override
    @SuppressWarnings("unchecked") // Flink's signature: the caller asks for the operator that this factory makes
    public <T extends StreamOperator<Score>> T createStreamOperator(StreamOperatorParameters<Score> parameters) {
        return (T) new SequenceOperator(parameters, series, options, wave, retention);
    }

    @Override
    @SuppressWarnings("rawtypes") // Flink's signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return SequenceOperator.class;
    }
}
