package io.lookback.cli.check;

import io.lookback.cli.CliException;
import io.lookback.cli.OptionRange;
import io.lookback.job.ConfigException;
import io.lookback.job.JobConfig;
import io.lookback.wire.InputFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a mapping makes of a topic, before any job starts. */
@Command(
        name = "check",
        description = {
            "Reads the latest records of a topic and shows what the settings make of them: series, times, values, and what would be rejected and why. Writes nothing to Kafka and leaves consumer groups alone.",
            "",
            "Without a mapping in the settings, or without --config, it proposes one, writes it to a file and shows what it makes of the topic.",
        })
public final class CheckCommand implements Callable<Integer> {

    private static final String INPUT = "input.";

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "The job's settings in YAML.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as input.values=cpu; may be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--topic", paramLabel = "NAME", description = "Topic to look at (default: input.topic).")
    private @Nullable String topic;

    @Option(
            names = {"--bootstrap", "--kafka.bootstrap.servers"},
            paramLabel = "HOST:PORT",
            description = "Kafka broker (default: kafka.bootstrap).")
    private @Nullable String bootstrap;

    @Option(
            names = "--property",
            paramLabel = "KEY=VALUE",
            description = "Property of Kafka's clients, such as security.protocol=SSL; may be repeated.")
    private Map<String, String> properties = Map.of();

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "500",
            description = "Records to read, the latest of all partitions (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "File for a proposed mapping (default: TOPIC.yaml); it must not exist.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        OptionRange.requirePositive("--sample", most);
        JobConfig job = JobConfig.load(Optional.ofNullable(config), told());
        Sample sample = Sample.read(job, most);
        if (sample.records().isEmpty()) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "Topics %s hold no records yet. Send some and check again.",
                    job.input().topics()));
        }
        return job.mapped() || job.input().decoder().format() instanceof InputFormat.Influx
                ? show(job, sample)
                : propose(job, sample);
    }

    private int propose(JobConfig job, Sample sample) throws IOException {
        List<byte[]> values = values(sample);
        if (values.isEmpty()) {
            throw new CliException("All records of the sample are tombstones: there is nothing to map.");
        }
        boolean keyed = sample.records().stream().allMatch(record -> record.key() != null);
        InputFormat given = job.input().decoder().format();
        Optional<FormatGuess> format =
                given instanceof InputFormat.Json ? Optional.empty() : Optional.of(new FormatGuess(given, Map.of()));
        Map<String, String> input = new LinkedHashMap<>();
        input.put("topic", job.input().topics().toString());
        input.putAll(Proposal.of(format, values, keyed));
        settings.stream().filter(set -> set.startsWith(INPUT)).forEach(set -> {
            int equals = set.indexOf('=');
            input.put(set.substring(INPUT.length(), equals), set.substring(equals + 1));
        });
        Path target =
                file == null ? Path.of(job.input().topics().texts().get(0).replaceAll("[^\\w.-]", "") + ".yaml") : file;
        write(target, job, input, sample.records().size());
        JobConfig proposed = readBack(target, input);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "No mapping is set. Proposed, and written to %s:%n%n", target);
        input.forEach((key, value) -> out.printf(Locale.ROOT, "  %s: %s%n", key, value));
        out.println();
        return show(proposed, sample);
    }

    /** A proposal that no job could read is not left behind. */
    private JobConfig readBack(Path target, Map<String, String> input) throws IOException {
        try {
            return JobConfig.load(Optional.of(config == null ? target : config), config == null ? told() : with(input));
        } catch (ConfigException unreadable) {
            Files.delete(target);
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "The records have names for which no mapping can be proposed (%s). Set input.series, input.time.field and input.values yourself.",
                            unreadable.getMessage()),
                    unreadable);
        }
    }

    private List<String> with(Map<String, String> input) {
        List<String> all = new ArrayList<>(told());
        input.forEach((key, value) -> {
            boolean structured = value.startsWith("[") || value.startsWith("{") || value.startsWith("\"");
            all.add("input." + key + '='
                    + (structured || !value.startsWith("'") ? value : value.substring(1, value.length() - 1)));
        });
        return all;
    }

    private static List<byte[]> values(Sample sample) {
        return sample.records().stream()
                .map(ConsumerRecord::value)
                .filter(Objects::nonNull)
                .toList();
    }

    private int show(JobConfig job, Sample sample) throws IOException {
        DecodedSample decoded = DecodedSample.of(sample, job.input().decoder().open());
        new CheckReport(decoded, spec.commandLine().getOut()).print(sample, job, unit(job, sample));
        if (decoded.observations() == 0) {
            throw new CliException("Nothing of the sample could be used: correct the settings under input.");
        }
        return 0;
    }

    private static String unit(JobConfig job, Sample sample) throws IOException {
        String format = job.input().decoder().mapping().timeFormat().text();
        for (byte[] value : values(sample)) {
            var unit = job.input().decoder().guessedUnit(value);
            if (unit.isPresent()) {
                return "numbers read as " + unit.get() + ", by their magnitude";
            }
        }
        return "input.time.format: " + format;
    }

    private void write(Path target, JobConfig job, Map<String, String> input, int records) throws IOException {
        if (Files.exists(target)) {
            throw new CliException(String.format(
                    Locale.ROOT,
                    "File '%s' exists: give --config %s to check its mapping, or --write another file for a new one.",
                    target,
                    target));
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "# Proposed by `lookback check` from %,d records. Correct it, and run `lookback check --config %s`.%n",
                records,
                target));
        text.append(String.format(
                Locale.ROOT, "kafka:%n  bootstrap: \"%s\"%n", job.kafka().servers()));
        text.append(String.format(Locale.ROOT, "input:%n"));
        input.forEach((key, value) -> text.append(String.format(Locale.ROOT, "  %s: %s%n", key, value)));
        Files.writeString(target, text);
    }

    /** The command line's own settings win over the file's. */
    private List<String> told() {
        List<String> told = new ArrayList<>(settings);
        properties.forEach((key, value) -> told.add("kafka." + key + '=' + value));
        if (topic != null) {
            told.add("input.topic=" + topic);
        }
        if (bootstrap != null) {
            told.add("kafka.bootstrap=" + bootstrap);
        }
        return told;
    }
}
