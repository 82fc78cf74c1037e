package io.lookback.benchmark.endtoend;

import io.lookback.cell.CellRegistry;
import io.lookback.cli.broker.Trees;
import io.lookback.job.JobConfig;
import io.lookback.schema.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;

/**
 * How every job of a comparison runs.
 *
 * @param directory for settings, schema and checkpoints
 * @param managed memory of all slots
 * @param options further settings, {@code key=value}
 */
record Setup(
        Path directory,
        int parallelism,
        Backend backend,
        Duration checkpoints,
        MemorySize managed,
        List<String> options) {

    /** Managed memory of {@code lookback run}. */
    static final MemorySize SHIPPED = MemorySize.ofMebiBytes(256);

    enum Backend {
        HASHMAP,
        ROCKSDB
    }

    /** A job that is canceled leaves its last one, as large as all series. */
    void deleteCheckpoints() {
        Trees.delete(checkpointDirectory());
    }

    /** Where {@link #job} writes its settings. */
    Path file(Route route) {
        return directory.resolve(route.output() + ".yaml");
    }

    /** Settings as a user writes them, read as a job reads them. */
    JobConfig job(Route route, List<String> cells) {
        try {
            Path schema = directory.resolve("observation.avsc");
            Files.writeString(schema, Schemas.observation().toString(true));
            Path file = file(route);
            Files.writeString(file, yaml(route, cells, schema));
            return JobConfig.load(Optional.of(file), options(cells));
        } catch (IOException e) {
            throw new UncheckedIOException("The job's settings cannot be written to " + directory, e);
        }
    }

    /** Settings of histories have no effect where no cell keeps one, and are refused then. */
    private List<String> options(List<String> cells) {
        boolean history = cells.stream().anyMatch(CellRegistry.withHistory()::contains);
        return options.stream()
                .filter(option -> history || !option.startsWith("history."))
                .toList();
    }

    private String yaml(Route route, List<String> cells, Path schema) {
        return String.format(
                Locale.ROOT,
                """
                name: %s
                kafka.bootstrap: %s
                input:
                  topic: %s
                  group: %s
                  format: avro
                  schema: %s
                  start: earliest
                output:
                  scores: %s
                  alerts: %s
                  dead-letters: %s
                  format: avro
                cells: [%s]
                state:
                  backend: %s
                  checkpoints: %s
                  interval: %d ms
                parallelism: %d
                restart: none
                """,
                route.output(),
                route.bootstrap(),
                route.input(),
                route.output(),
                schema,
                route.scores(),
                route.alerts(),
                route.deadLetters(),
                String.join(", ", cells),
                backend.name().toLowerCase(Locale.ROOT),
                checkpointDirectory().toUri(),
                checkpoints.toMillis(),
                parallelism);
    }

    private Path checkpointDirectory() {
        return directory.resolve("checkpoints");
    }
}
