package io.lookback.cli.estimate;

import io.lookback.cli.OptionRange;
import io.lookback.event.Features;
import io.lookback.flow.FlowSpec;
import io.lookback.job.JobConfig;
import io.lookback.job.StateSpec;
import io.lookback.job.TypicalSeries;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a job will take. */
@Command(
        name = "estimate",
        description = {
            "Predicts the memory and the checkpoint size of a job.",
            "",
            "One series lives through generated records, a record a minute, with the job's own networks and detector, and is then written as a checkpoint writes it and held as often as fits. So the figures follow every setting. What Flink, Kafka's clients and the networks themselves take comes on top.",
        })
public final class EstimateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--series", required = true, paramLabel = "N", description = "Series of the job.")
    private long series;

    @Option(
            names = "--features",
            paramLabel = "F",
            description = "Values of each record (default: as many as input.values names, or 1).")
    private @Nullable Integer features;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Records up to which a series is followed (default: ${DEFAULT-VALUE}).")
    private long records;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Subtasks, unless the settings name them (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(names = "--config", paramLabel = "FILE", description = "The job's settings in YAML.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting that wins over the file's, such as history.max-steps=256; may be repeated.")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws Exception {
        OptionRange.requireAtMost("--series", series, Integer.MAX_VALUE);
        if (features != null) {
            OptionRange.requireAtMost("--features", features, Features.MAX_FEATURES);
        }
        OptionRange.requirePositive("--records", records);
        OptionRange.requirePositive("--parallelism", parallelism);
        JobConfig job = JobConfig.load(Optional.ofNullable(config), told());
        OptionalInt values = features == null ? job.features() : OptionalInt.of(features);
        List<Long> ages = LongStream.of(1, 100, 300, 1_000, 10_000, records)
                .filter(age -> age <= records)
                .sorted()
                .distinct()
                .boxed()
                .toList();
        List<SeriesSize> sizes = SeriesSize.after(ages, job.flow(), values.orElse(1));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("One series with %s%n", TypicalSeries.size(values));
        printOne(out, sizes);
        printAll(out, Collections.max(sizes, Comparator.comparing(SeriesSize::heap)), job);
        out.flush();
        return 0;
    }

    /** Brokers and topics are of no concern. */
    private List<String> told() {
        List<String> told = new ArrayList<>();
        if (config == null) {
            told.addAll(List.of("kafka.bootstrap=none:9092", "input.topic=none"));
        }
        told.addAll(settings);
        return told;
    }

    private static void printOne(PrintWriter out, List<SeriesSize> sizes) {
        out.printf(Locale.ROOT, "%12s %14s %14s %14s%n", "records", "checkpoint", "heap", "native rows");
        for (SeriesSize size : sizes) {
            out.printf(
                    Locale.ROOT,
                    "%,12d %,12d B %,12d B %,12d B%n",
                    size.records(),
                    size.checkpoint(),
                    size.heap(),
                    size.caches().stream().mapToLong(Long::longValue).sum());
        }
    }

    private void printAll(PrintWriter out, SeriesSize size, JobConfig job) {
        int subtasks = job.runtime().parallelism().orElse(parallelism);
        boolean heap = job.state().backend() == StateSpec.Backend.HASHMAP;
        out.printf(Locale.ROOT, "%n%,d series at their largest, %d subtasks%n", series, subtasks);
        line(
                out,
                heap ? "State on the heap" : "State on disk",
                series * (heap ? size.heap() : size.checkpoint()),
                heap
                        ? "all processes together; leave as much again for garbage"
                        : "all processes together, before compression");
        line(out, "Native rows", rows(size, job.flow(), subtasks), "outside the heap; history.cache bounds it");
        line(
                out,
                "Checkpoint",
                series * size.checkpoint(),
                String.format(
                        Locale.ROOT,
                        "every %d s%s",
                        job.state().interval().toSeconds(),
                        heap ? "" : " at most what changed"));
        if (series > job.flow().retention().maxSeries()) {
            out.printf(
                    Locale.ROOT,
                    "%nThe job keeps at most %,d series: raise state.max-series to %,d.%n",
                    job.flow().retention().maxSeries(),
                    series);
        }
    }

    /** Each subtask keeps a bounded cache for each cell. */
    private long rows(SeriesSize size, FlowSpec flow, int subtasks) {
        long share = (series + subtasks - 1) / subtasks;
        return size.caches().stream()
                .mapToLong(bytes ->
                        subtasks * Math.min(share * bytes, flow.history().cacheBytes()))
                .sum();
    }

    private static void line(PrintWriter out, String what, long bytes, String note) {
        out.printf(Locale.ROOT, "  %-20s %,10.0f MB   %s%n", what, bytes / 1e6, note);
    }
}
