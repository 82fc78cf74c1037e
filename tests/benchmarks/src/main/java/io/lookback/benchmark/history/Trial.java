package io.lookback.benchmark.history;

import io.lookback.benchmark.Stopwatch;
import io.lookback.cell.CellSpec;
import io.lookback.event.Observation;
import io.lookback.flow.DomainTypes;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.HistorySpec;
import io.lookback.flow.Scoring;
import io.lookback.memory.HistoryBound;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * The whole operator with the self-attention RNN, once all histories are full.
 *
 * @param steps of each series that count
 */
record Trial(int series, int steps) {

    private static final String REPORTER = "metrics.reporter.watch.factory.class";

    /** Microseconds a step took. */
    double measure(Arm arm, int history) throws Exception {
        long from = (long) series * (history + 1);
        long records = from + (long) series * steps;
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(StateBackendOptions.STATE_BACKEND, arm.backend());
        flink.setString(REPORTER, CacheWatch.Factory.class.getName());
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink)) {
            DataStream<Observation> observations = environment.fromSource(
                    new DataGeneratorSource<>(new RoundRobin(series), records, DomainTypes.OBSERVATION),
                    WatermarkStrategy.noWatermarks(),
                    "Generate");
            Scoring.score(observations, spec(arm, history))
                    .filter(new Stopwatch<>(from, records))
                    .sinkTo(new DiscardingSink<>());
            JobExecutionResult result = environment.execute(arm.name());
            requireCached(arm);
            return result.<Long>getAccumulatorResult(Stopwatch.NANOS) / 1e3 / (records - from);
        }
    }

    /** Of the whole job: at most one step in twenty of those that count may be of the other kind. */
    private void requireCached(Arm arm) {
        long hits = CacheWatch.value(CacheWatch.HITS);
        long misses = CacheWatch.value(CacheWatch.MISSES);
        long few = (long) series * steps / 20;
        long others = arm.hits() ? misses - series : hits;
        if (hits + misses < (long) series * steps || others > few) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s: %d hits and %d misses; give other numbers of series or steps",
                    arm,
                    hits,
                    misses));
        }
    }

    private static FlowSpec spec(Arm arm, int history) {
        return FlowSpec.builder()
                .cells(List.of(CellSpec.shipped("self-attention-rnn")))
                .history(new HistorySpec(HistoryBound.sliding(history), arm.cacheBytes(), 0))
                .build();
    }
}
