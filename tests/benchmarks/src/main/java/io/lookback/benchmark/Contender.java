package io.lookback.benchmark;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.detect.DetectionSpec;
import io.lookback.event.Observation;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.HistorySpec;
import io.lookback.flow.RetentionSpec;
import io.lookback.flow.Scoring;
import io.lookback.flow.WaveSpec;
import io.lookback.memory.MemoryShape;
import io.lookback.order.OrderSpec;
import io.lookback.series.Series;
import io.lookback.series.SeriesSpec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/** The keyed steps that {@link OperatorBenchmark} compares; each gives one result per record. */
enum Contender {
    /** A state of a series' size is read and written. */
    STATE {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return process(records, new StateStep(seriesBytes()));
        }
    },
    /** ONNX Runtime is called once per record. */
    NAIVE {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            int memory = ((MemoryShape.Vector) Cell.load(LSTM).memory()).size();
            return process(records, new NaiveStep(graph(), memory));
        }
    },
    /** Lookback's executor steps the cell in waves. */
    CELL {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return keyed(records).transform("Cell", Types.DOUBLE, new CellStep(Cell.load(LSTM)));
        }
    },
    /** Lookback's whole operator: order, normalise, step, detect. */
    SCORE {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return Scoring.score(
                    records,
                    new FlowSpec(
                            OrderSpec.DEFAULT,
                            WaveSpec.DEFAULT,
                            List.of(LSTM),
                            HistorySpec.DEFAULT,
                            DetectionSpec.DEFAULT,
                            ZoneOffset.UTC,
                            RetentionSpec.DEFAULT));
        }
    };

    private static final CellSpec LSTM = CellSpec.shipped("lstm");
    private static final String GRAPH = "/models/lstm.onnx";

    abstract DataStream<?> on(DataStream<Observation> records);

    /** Size of a fresh series in a checkpoint. */
    static int seriesBytes() {
        SeriesSpec spec =
                new SeriesSpec(OrderSpec.DEFAULT, List.of(Cell.load(LSTM)), DetectionSpec.DEFAULT, ZoneOffset.UTC);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Series.fresh(Load.FEATURES, spec.layout()).write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }

    private static KeyedStream<Observation, String> keyed(DataStream<Observation> records) {
        return records.keyBy(Observation::series, Types.STRING);
    }

    private static DataStream<Double> process(
            DataStream<Observation> records, KeyedProcessFunction<String, Observation, Double> step) {
        return keyed(records).process(step, Types.DOUBLE);
    }

    private static byte[] graph() {
        try (InputStream in = Cell.class.getResourceAsStream(GRAPH)) {
            return Objects.requireNonNull(in, GRAPH).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
