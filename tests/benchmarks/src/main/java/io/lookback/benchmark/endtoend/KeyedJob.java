package io.lookback.benchmark.endtoend;

import io.lookback.event.Observation;
import io.lookback.event.Rejection;
import io.lookback.event.Score;
import io.lookback.flow.DomainTypes;
import io.lookback.job.JobConfig;
import io.lookback.job.JobEnvironment;
import io.lookback.job.KafkaTopics;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;

/**
 * The plainest job around one keyed step: Lookback's source and decoder before it, Lookback's encoder and sink behind
 * it. No watermarks, no alerts, no dead letters.
 */
final class KeyedJob {

    private KeyedJob() {}

    static void define(
            StreamExecutionEnvironment environment,
            JobConfig config,
            KeyedProcessFunction<String, Observation, Score> step) {
        JobEnvironment.configure(environment, config);
        KafkaTopics topics = new KafkaTopics(config);
        environment
                .fromSource(topics.source(), WatermarkStrategy.noWatermarks(), "Read and decode records")
                .uid("records")
                .flatMap(new Decoded())
                .returns(DomainTypes.OBSERVATION)
                .name("Pass what could be decoded")
                .uid("decoded")
                .keyBy(Observation::series, Types.STRING)
                .process(step, DomainTypes.SCORE)
                .name("Step")
                .uid("step")
                .sinkTo(topics.sinks().scores().orElseThrow().sink())
                .name("Write scores")
                .uid("scores");
    }

    private static final class Decoded implements FlatMapFunction<Either<Rejection, Observation>, Observation> {

        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(Either<Rejection, Observation> record, Collector<Observation> out) {
            if (record.isLeft()) {
                throw new IllegalStateException("A record of the benchmark was rejected: " + record.left());
            }
            out.collect(record.right());
        }
    }
}
