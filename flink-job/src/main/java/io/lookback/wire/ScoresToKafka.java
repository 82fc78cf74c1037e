package io.lookback.wire;

import io.lookback.event.Score;
import io.lookback.schema.Schemas;

/** Scores keyed by their series, at the observation's event time, their id in a header. */
public final class ScoresToKafka extends ToKafka<Score> {

    private static final long serialVersionUID = 1;

    public ScoresToKafka(String topic, OutputFormat format) {
        super(topic, format.scores(topic), Schemas.score());
    }

    @Override
    String key(Score score) {
        return score.observation().series();
    }

    @Override
    String id(Score score) {
        return score.id();
    }

    @Override
    long time(Score score) {
        return score.observation().time();
    }
}
