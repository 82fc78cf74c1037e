package io.lookback.cli.control;

import java.util.Map;
import picocli.CommandLine.Option;

/** Which control topic: options that the commands share. */
public final class ControlOptions {

    @Option(names = "--bootstrap", required = true, paramLabel = "HOST:PORT", description = "Kafka broker.")
    private String bootstrap;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "lookback-control",
            description = "The job's control.topic (default: ${DEFAULT-VALUE}).")
    private String topic;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Property of Kafka's clients, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = Map.of();

    ControlClient open() {
        return new ControlClient(bootstrap, topic, properties);
    }
}
