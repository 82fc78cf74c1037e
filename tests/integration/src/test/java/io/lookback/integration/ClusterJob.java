package io.lookback.integration;

import io.lookback.integration.cluster.FlinkCluster;
import io.lookback.testkit.Standstill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A job on a cluster, over one set of topics, however often it is submitted. */
final class ClusterJob implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final FlinkCluster cluster;
    private final JobTopics topics;
    private final String guarantee;
    private final Path state;
    private final List<String> more;

    private String id = "";

    ClusterJob(FlinkCluster cluster, JobTopics topics, String guarantee, Path state) throws IOException {
        this(cluster, topics, guarantee, state, List.of());
    }

    /** @param more settings, which win */
    ClusterJob(FlinkCluster cluster, JobTopics topics, String guarantee, Path state, List<String> more)
            throws IOException {
        this.more = more;
        this.cluster = cluster;
        this.topics = topics;
        this.guarantee = guarantee;
        this.state = Files.createDirectories(state);
    }

    void submit(Optional<String> restore, int parallelism) throws Exception {
        String backend = guarantee.equals("exactly-once") ? "rocksdb" : "hashmap";
        List<String> arguments = new ArrayList<>();
        topics.settings(guarantee, backend).stream()
                .filter(setting -> more.stream().noneMatch(other -> key(other).equals(key(setting))))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        more.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of("--set", "parallelism=" + parallelism));
        arguments.addAll(List.of("--set", "cells=lstm,self-attention-rnn,local-attention"));
        arguments.addAll(List.of("--set", "state.checkpoints=" + checkpoints().toUri()));
        id = cluster.submit(restore, arguments);
        cluster.awaitRunning(id);
    }

    FlinkCluster cluster() {
        return cluster;
    }

    String id() {
        return id;
    }

    Path checkpoints() {
        return state.resolve("checkpoints");
    }

    String stopWithSavepoint() throws Exception {
        return cluster.stop(id, state.resolve("savepoints"));
    }

    /** Cancels what runs of it, so that the slots are free for the next one. */
    @Override
    public void close() throws Exception {
        if (!id.isEmpty()) {
            cluster.cancel(id);
        }
    }

    /** @return path of the newest checkpoint, once there is one */
    String checkpoint() throws Exception {
        Standstill standstill = Standstill.of(PATIENCE, cluster::logged);
        while (!standstill.reached()) {
            Optional<Path> newest = Checkpoints.newest(checkpoints());
            if (newest.isPresent()) {
                return newest.get().toUri().toString();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("No checkpoint within %s under %s".formatted(PATIENCE, checkpoints()));
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }
}
