package io.lookback.benchmark.endtoend;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** A Kafka broker inside this process with the topics of the runs. One thread. */
final class Broker implements AutoCloseable {

    private final EmbeddedBroker server = EmbeddedBroker.start();
    private final Topics topics = new Topics(server.bootstrap());
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()));

    String bootstrap() {
        return server.bootstrap();
    }

    /** A topic for records to be scored. */
    void createInput(String name, int partitions) {
        topics.create(Map.of(name, partitions));
    }

    /** The topics that a run writes. Scores go to one partition, so its offsets tell their order. */
    void createOutputs(Route route) {
        topics.create(Map.of(route.scores(), 1, route.alerts(), 1, route.deadLetters(), 1));
    }

    /** From now on the broker's clock stamps the records of the topic, not the producer. */
    void stampOnArrival(String topic) throws ExecutionException, InterruptedException {
        ConfigEntry stamp = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(stamp, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Makes room for the next run. */
    void deleteOutputs(Route route) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(route.scores(), route.alerts(), route.deadLetters()))
                .all()
                .get();
    }

    @Override
    public void close() {
        admin.close();
        topics.close();
        server.close();
    }
}
