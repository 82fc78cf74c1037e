package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.junit.jupiter.api.Test;
import org.rocksdb.CompactionStyle;

class PipelineTest {

    @Test
    void everyOperatorHasAUidOfItsOwnAndANameToRead() {
        StreamGraph graph = graph(JobConfigTest.config());

        List<StreamNode> nodes = List.copyOf(graph.getStreamNodes());
        assertThat(nodes)
                .extracting(StreamNode::getTransformationUID)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(nodes)
                .extracting(StreamNode::getOperatorName)
                .contains("Source: Read and decode records", "Set rejected records aside", "Score each series")
                .anyMatch(name -> name.startsWith("Write scores"))
                .anyMatch(name -> name.startsWith("Write alerts"))
                .anyMatch(name -> name.startsWith("Write dead letters"));
    }

    /** Operators find their state in a savepoint by these: a change loses it. */
    @Test
    void uidsNeverChange() {
        StreamGraph graph = graph(JobConfigTest.config());

        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .contains("records", "decoded", "score")
                .anyMatch(uid -> uid.startsWith("scores"))
                .anyMatch(uid -> uid.startsWith("alerts"))
                .anyMatch(uid -> uid.startsWith("dead-letters"));
    }

    @Test
    void whatPeopleTellReachesTheScoringOperator() {
        StreamGraph graph = graph(JobConfigTest.config("control.topic=told"));

        List<StreamNode> nodes = List.copyOf(graph.getStreamNodes());
        assertThat(nodes)
                .extracting(StreamNode::getTransformationUID)
                .contains("records", "decoded", "score", "control", "control-decoded")
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(nodes)
                .filteredOn(node -> node.getOperatorName().equals("Score each series"))
                .singleElement()
                .satisfies(node -> assertThat(node.getInEdges()).hasSize(2));
    }

    @Test
    void shadowModelsScoreIntoATopicOfTheirOwn() {
        StreamGraph graph = graph(JobConfigTest.config("control.topic=told", "shadow.topic=shadows"));

        List<StreamNode> nodes = List.copyOf(graph.getStreamNodes());
        assertThat(nodes)
                .extracting(StreamNode::getTransformationUID)
                .contains("records", "decoded", "score", "control", "control-decoded", "shadow", "shadow-refused")
                .anyMatch(uid -> uid.startsWith("shadow-scores"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> JobConfigTest.config("shadow.topic=shadows"))
                .withMessageContaining("it needs control.topic");
    }

    /** One subtask makes incidents, several write them: spread at random, an end could come before an update. */
    @Test
    void theChangesOfAnIncidentTakeOneWay() {
        StreamGraph graph = graph(JobConfigTest.config("output.incidents=incidents", "parallelism=2"));

        assertThat(graph.getStreamNodes())
                .filteredOn(node -> "incidents-fit".equals(node.getTransformationUID()))
                .singleElement()
                .satisfies(node -> assertThat(node.getInEdges())
                        .singleElement()
                        .satisfies(edge ->
                                assertThat(edge.getPartitioner()).isInstanceOf(KeyGroupStreamPartitioner.class)));
    }

    @Test
    void exactlyOnceAddsNoOperatorWithoutAUid() {
        StreamGraph graph = graph(JobConfigTest.config("delivery.guarantee=exactly-once"));

        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void topicsThatNobodyWantsAreNotWritten() {
        StreamGraph graph = graph(JobConfigTest.config("output.scores=none", "output.dead-letters=none"));

        assertThat(graph.getStreamNodes())
                .extracting(StreamNode::getOperatorName)
                .anyMatch(name -> name.startsWith("Write alerts"))
                .noneMatch(name -> name.startsWith("Write scores"))
                .noneMatch(name -> name.startsWith("Write dead letters"));
    }

    @Test
    void flinkIsToldWhatTheSettingsSay() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();

        JobEnvironment.configure(
                environment,
                JobConfigTest.config(
                        "state.backend=rocksdb",
                        "state.interval=7 s",
                        "state.checkpoints=file:///tmp/x",
                        "parallelism=3"));

        ReadableConfig flink = environment.getConfiguration();
        assertThat(flink.get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(flink.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
        assertThat(flink.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("rocksdb");
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTING_INTERVAL)).isEqualTo(Duration.ofSeconds(7));
        assertThat(flink.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo("file:///tmp/x");
        assertThat(environment.getParallelism()).isEqualTo(3);
        assertThat(environment.getMaxParallelism()).isEqualTo(720);
    }

    @Test
    void jobsInThisProcessAndJobsWithAnEndFailAtOnce() {
        StreamExecutionEnvironment local = StreamExecutionEnvironment.createLocalEnvironment();
        StreamExecutionEnvironment cluster = new StreamExecutionEnvironment(new Configuration());
        StreamExecutionEnvironment ending = new StreamExecutionEnvironment(new Configuration());

        JobEnvironment.configure(local, JobConfigTest.config());
        JobEnvironment.configure(cluster, JobConfigTest.config());
        JobEnvironment.configure(ending, JobConfigTest.config("input.until=latest"));

        assertThat(restart(local)).isEqualTo("none");
        assertThat(restart(cluster)).isEqualTo("exponential-delay");
        assertThat(restart(ending)).isEqualTo("none");
    }

    @Test
    void rocksDbMergesFilesOfLikeSizeUnlessTheClusterSaysOtherwise() {
        Configuration levels = new Configuration();
        levels.set(RocksDBConfigurableOptions.COMPACTION_STYLE, CompactionStyle.LEVEL);

        assertThat(compactions(new Configuration(), "rocksdb")).contains(CompactionStyle.UNIVERSAL);
        assertThat(compactions(levels, "rocksdb")).contains(CompactionStyle.LEVEL);
        assertThat(compactions(new Configuration(), "hashmap")).isEmpty();
    }

    private static Optional<CompactionStyle> compactions(Configuration cluster, String backend) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
        JobEnvironment.configure(environment, JobConfigTest.config("state.backend=" + backend));
        return environment.getConfiguration().getOptional(RocksDBConfigurableOptions.COMPACTION_STYLE);
    }

    @Test
    void recordsWaitForOthersOnTheirWayNoLongerThanForTheirWaveUnlessTheClusterSaysOtherwise() {
        Configuration cluster = new Configuration();
        cluster.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(40));

        assertThat(flush(new Configuration(), "wave.deadline=7 ms")).isEqualTo(7);
        assertThat(flush(cluster, "wave.deadline=7 ms")).isEqualTo(40);
    }

    private static long flush(Configuration cluster, String setting) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
        JobEnvironment.configure(environment, JobConfigTest.config(setting));
        return environment.getBufferTimeout();
    }

    @Test
    void checkpointsNeedAPlace() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.define(environment, JobConfigTest.config()))
                .withMessageStartingWith(
                        "Neither state.checkpoints nor the cluster's execution.checkpointing.dir says where checkpoints go");
    }

    @Test
    void dryRunChecksModelsAndPrintsSettings() {
        StringWriter out = new StringWriter();
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();

        LookbackJob.check(environment, JobConfigTest.config(), new PrintWriter(out));

        assertThat(out.toString()).contains("kafka.bootstrap: broker:9092").contains("wave.size: 256");
    }

    @Test
    void dryRunRefusesAModelThatIsNotThere() {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();
        JobConfig config = JobConfigTest.config("cells[0].kind=lstm", "cells[0].model=/absent.onnx");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.check(environment, config, new PrintWriter(new StringWriter())))
                .withMessageContaining("/absent.onnx");
    }

    @Test
    void aDeviceThatThisBuildCannotUseStopsTheJobBeforeItsStart() {
        assumeThat(OrtEnvironment.getAvailableProviders())
                .as("built without -Pcuda")
                .doesNotContain(OrtProvider.CUDA);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();
        JobConfig config = JobConfigTest.config("device=cuda");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LookbackJob.check(environment, config, new PrintWriter(new StringWriter())))
                .withMessageStartingWith("device is cuda:0")
                .withMessageContaining("-Pcuda");
    }

    private static String restart(StreamExecutionEnvironment environment) {
        return environment.getConfiguration().get(RestartStrategyOptions.RESTART_STRATEGY);
    }

    private static StreamGraph graph(JobConfig config) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment();
        LookbackJob.check(environment, config, new PrintWriter(new StringWriter()));
        return environment.getStreamGraph();
    }
}
