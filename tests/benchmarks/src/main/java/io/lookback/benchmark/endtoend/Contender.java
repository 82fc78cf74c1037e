package io.lookback.benchmark.endtoend;

import io.lookback.benchmark.NaiveStep;
import io.lookback.benchmark.SeriesBytes;
import io.lookback.benchmark.StateStep;
import io.lookback.cell.CellSpec;
import io.lookback.event.Features;
import io.lookback.job.JobConfig;
import io.lookback.job.LookbackJob;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The jobs that are compared: the same records in, the same kind of scores out. */
enum Contender {
    /** A state of a fresh series' size is read and written. */
    PASS_THROUGH("lstm") {
        @Override
        void define(StreamExecutionEnvironment environment, JobConfig config, Workload workload) {
            int bytes = SeriesBytes.fresh(CellSpec.shipped("lstm"), features(workload));
            KeyedJob.define(
                    environment,
                    config,
                    new StateStep<>(bytes, (record, expected) -> BaselineScore.of(record, expected, "none")));
        }
    },
    /** ONNX Runtime is called once per record. */
    NAIVE("lstm") {
        @Override
        void define(StreamExecutionEnvironment environment, JobConfig config, Workload workload) {
            KeyedJob.define(
                    environment,
                    config,
                    NaiveStep.lstm((record, expected) -> BaselineScore.of(record, expected, "lstm")));
        }
    },
    /** A random cut forest for each series. */
    RCF("lstm") {
        @Override
        void define(StreamExecutionEnvironment environment, JobConfig config, Workload workload) {
            KeyedJob.define(environment, config, new ForestStep());
        }
    },
    /** Lookback without a network: forecasts of the simple experts, full detection. */
    NONE("none"),
    LSTM("lstm"),
    /** Lookback with the cell that jobs have by default. */
    LOOKBACK("lookback"),
    SELF_ATTENTION_RNN("self-attention-rnn"),
    LOCAL_ATTENTION("local-attention"),
    /** Lookback with three networks together. */
    ALL_THREE("lstm", "self-attention-rnn", "local-attention");

    private final List<String> cells;

    Contender(String... cells) {
        this.cells = List.of(cells);
    }

    /** As the command line spells it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Contender of(String label) {
        return Arrays.stream(values())
                .filter(contender -> contender.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "'%s' is not a contender: choose from %s", label, labels())));
    }

    static String labels() {
        return Arrays.stream(values()).map(Contender::label).collect(Collectors.joining(","));
    }

    /** Whether its series can be brought to life before its job starts. */
    boolean lives() {
        return this == NONE || this == LSTM;
    }

    /** Networks that the settings name; the baselines have no use for them. */
    List<String> cells() {
        return cells;
    }

    /** Adds the job's graph; Lookback as it is shipped, where nothing else is said. */
    void define(StreamExecutionEnvironment environment, JobConfig config, Workload workload) {
        LookbackJob.define(environment, config);
    }

    private static Features features(Workload workload) {
        return new Features(IntStream.range(0, workload.features())
                .mapToObj(feature -> "value-" + feature)
                .toList());
    }
}
