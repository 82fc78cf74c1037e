package io.lookback.job;

import io.lookback.flow.FlowSpec;
import io.lookback.wire.Mapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Everything that a job is told, checked. */
public record JobConfig(
        KafkaSpec kafka,
        InputSpec input,
        OutputSpec output,
        FlowSpec flow,
        StateSpec state,
        DeliverySpec delivery,
        RuntimeSpec runtime,
        Optional<ControlSpec> control,
        Settings settings) {

    /**
     * Reads a file and what the command line sets above it, with placeholders filled in from the process's environment.
     *
     * @param overrides {@code key=value}
     * @throws ConfigException with all that the user needs to correct it
     */
    public static JobConfig load(Optional<Path> file, List<String> overrides) {
        return load(file, overrides, System.getenv());
    }

    static JobConfig load(Optional<Path> file, List<String> overrides, Map<String, String> environment) {
        return JobConfigReader.read(Settings.read(file, overrides, environment));
    }

    /** The same for input that is in one partition, so that nothing has to wait for another. */
    JobConfig inOnePartition() {
        return new JobConfig(kafka, input, output, flow.inOnePartition(), state, delivery, runtime, control, settings);
    }

    /** Whether somebody said how records become observations. */
    public boolean mapped() {
        return settings.isSet(Key.INPUT_SERIES)
                || settings.isSet(Key.INPUT_TIME)
                || settings.isSet(Key.INPUT_EXPLODE)
                || valuesAreSet();
    }

    /** How many values each observation has; empty where the settings do not name them one by one. */
    public OptionalInt features() {
        Mapping mapping = input.decoder().mapping();
        return valuesAreSet() && mapping.namesEachValue()
                ? OptionalInt.of(mapping.values().size())
                : OptionalInt.empty();
    }

    private boolean valuesAreSet() {
        return settings.given().keySet().stream()
                .anyMatch(key -> key.equals(Key.INPUT_VALUES.key()) || Key.namesValue(key));
    }

    /** Every effective setting, one a line, secrets hidden. */
    public String describe() {
        return settings.describe();
    }

    @Override
    public String toString() {
        return describe();
    }
}
