package io.lookback.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Records per second of a keyed step in one slot of a local Flink, heap state, object reuse, no checkpoints: {@code
 * tests/benchmarks/run operator [rounds [records [series]]]}.
 *
 * <p>Each round runs every {@link Contender} once, every second round backwards, so what the machine does beside hits
 * all alike; a shorter round before is not counted. Time runs from a quarter of the records, when most series are
 * known, to the last. Prints medians and writes them to {@value #FILE} under the working directory.
 */
public final class OperatorBenchmark {

    private static final String FILE = "tests/benchmarks/target/operator.json";

    private final Load load;
    private final Map<Contender, List<Double>> rates = new EnumMap<>(Contender.class);

    private OperatorBenchmark(Load load) {
        this.load = load;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        long records = args.length > 1 ? Long.parseLong(args[1]) : 400_000;
        int series = args.length > 2 ? Integer.parseInt(args[2]) : 10_000;
        OperatorBenchmark benchmark = new OperatorBenchmark(new Load(series, records));
        benchmark.warmUp();
        for (int round = 0; round < rounds; round++) {
            benchmark.round(round);
        }
        benchmark.report();
    }

    private void warmUp() throws Exception {
        for (Contender contender : Contender.values()) {
            recordsPerSecond(contender, new Load(load.series(), load.records() / 4));
        }
    }

    private void round(int round) throws Exception {
        List<Contender> order = new ArrayList<>(Arrays.asList(Contender.values()));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        for (Contender contender : order) {
            double rate = recordsPerSecond(contender, load);
            rates.computeIfAbsent(contender, key -> new ArrayList<>()).add(rate);
            System.err.printf(Locale.ROOT, "round %d  %-6s %,12.0f records/s%n", round + 1, contender, rate);
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

    private void report() throws IOException {
        OperatorReport report = new OperatorReport(load, Contender.seriesBytes(), rows());
        report.print(System.out);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(new File(FILE), report);
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
