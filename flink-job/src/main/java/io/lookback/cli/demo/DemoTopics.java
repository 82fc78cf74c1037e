package io.lookback.cli.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topics of a demonstration, all named by one prefix. */
record DemoTopics(String prefix) {

    private static final int PARTITIONS = 4;

    String observations() {
        return prefix + "observations";
    }

    String scores() {
        return prefix + "scores";
    }

    String alerts() {
        return prefix + "alerts";
    }

    String deadLetters() {
        return prefix + "dead-letters";
    }

    /** Number of partitions by topic. */
    Map<String, Integer> partitions() {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        for (String topic : List.of(observations(), scores(), alerts(), deadLetters())) {
            partitions.put(topic, PARTITIONS);
        }
        return partitions;
    }

    /** What the job is told. */
    List<String> settings(String bootstrap) {
        return List.of(
                "name=lookback-demo",
                "kafka.bootstrap=" + bootstrap,
                "input.topic=" + observations(),
                "input.format=avro",
                "input.start=earliest",
                "output.scores=" + scores(),
                "output.alerts=" + alerts(),
                "output.dead-letters=" + deadLetters(),
                "order.late=score",
                "state.interval=5 s");
    }
}
