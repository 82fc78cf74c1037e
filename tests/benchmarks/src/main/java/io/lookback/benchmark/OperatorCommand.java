package io.lookback.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code tests/benchmarks/run operator}: a keyed step in one slot of a local Flink, heap state, object reuse, no
 * checkpoints.
 *
 * <p>Each round runs every {@link Contender} once, every second round backwards, so what the machine does beside hits
 * all alike; a shorter round before is not counted. Time runs from a quarter of the records, when most series are
 * known, to the last.
 */
@Command(
        name = "operator",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Records per second of the scoring operator in one slot of a local Flink, beside a keyed step that only"
                        + " touches state and beside one plain ONNX Runtime call per record.")
public final class OperatorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--rounds", defaultValue = "3", description = "Counted rounds, every second one backwards.")
    private int rounds;

    @Option(
            names = "--records",
            defaultValue = "400000",
            description = "Records, of which the first quarter does not count.")
    private long records;

    @Option(names = "--series", defaultValue = "10000", description = "Series that they belong to.")
    private int series;

    @Mixin
    private FiguresFile figures;

    private final Map<Contender, List<Double>> rates = new EnumMap<>(Contender.class);

    private OperatorCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new OperatorCommand());
    }

    @Override
    public Integer call() throws Exception {
        Load load = new Load(series, records);
        for (Contender contender : Contender.values()) {
            recordsPerSecond(contender, new Load(series, Math.max(Load.FEWEST, records / 4)));
        }
        for (int round = 0; round < rounds; round++) {
            round(load, round);
        }
        OperatorReport report = new OperatorReport(load, Contender.seriesBytes(), rows());
        report.print(spec.commandLine().getOut());
        figures.write(report);
        return 0;
    }

    private void round(Load load, int round) throws Exception {
        List<Contender> order = new ArrayList<>(Arrays.asList(Contender.values()));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (Contender contender : order) {
            double rate = recordsPerSecond(contender, load);
            rates.computeIfAbsent(contender, key -> new ArrayList<>()).add(rate);
            spec.commandLine()
                    .getErr()
                    .printf(Locale.ROOT, "round %d  %-6s %,12.0f records/s%n", round + 1, contender, rate);
        }
    }

    private static double recordsPerSecond(Contender contender, Load load) throws Exception {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        try (StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink)) {
            time(contender.on(load.into(environment)), load);
            JobExecutionResult result = environment.execute(contender.name());
            long nanos = result.<Long>getAccumulatorResult(Stopwatch.NANOS);
            return (load.records() - load.measuredFrom()) * 1e9 / nanos;
        }
    }

    private static <T> void time(DataStream<T> results, Load load) {
        results.filter(new Stopwatch<>(load.measuredFrom(), load.records())).sinkTo(new DiscardingSink<>());
    }

    private List<OperatorReport.Row> rows() {
        double state = median(Contender.STATE);
        double naive = median(Contender.NAIVE);
        List<OperatorReport.Row> rows = new ArrayList<>();
        rates.forEach((step, rounds) -> {
            double rate = median(step);
            rows.add(new OperatorReport.Row(step, rate, rate / state, rate / naive, rounds));
        });
        return rows;
    }

    private double median(Contender contender) {
        return Medians.of(rates.getOrDefault(contender, List.of()));
    }
}
