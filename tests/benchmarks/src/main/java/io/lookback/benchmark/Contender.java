package io.lookback.benchmark;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.event.Observation;
import io.lookback.flow.FlowSpec;
import io.lookback.flow.Scoring;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/** The keyed steps that {@link OperatorCommand} compares; each gives one result per record. */
enum Contender {
    /** A state of a series' size is read and written. */
    STATE {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return process(records, new StateStep<>(seriesBytes(), FIRST));
        }
    },
    /** ONNX Runtime is called once per record. */
    NAIVE {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return process(records, NaiveStep.lstm(FIRST));
        }
    },
    /** Lookback's executor steps the cell in waves. */
    CELL {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return keyed(records).transform("Cell", Types.DOUBLE, new CellStep(Cell.load(LSTM)));
        }
    },
    /** Lookback's whole operator: order, normalize, step, detect. */
    SCORE {
        @Override
        DataStream<?> on(DataStream<Observation> records) {
            return Scoring.score(
                    records, FlowSpec.builder().cells(List.of(LSTM)).build());
        }
    };

    private static final CellSpec LSTM = CellSpec.shipped("lstm");
    private static final Outcome<Double> FIRST = (observation, expected) -> expected[0];

    abstract DataStream<?> on(DataStream<Observation> records);

    /** Size of a fresh series in a checkpoint. */
    static int seriesBytes() {
        return SeriesBytes.fresh(LSTM, Load.FEATURES);
    }

    private static KeyedStream<Observation, String> keyed(DataStream<Observation> records) {
        return records.keyBy(Observation::series, Types.STRING);
    }

    private static DataStream<Double> process(
            DataStream<Observation> records, KeyedProcessFunction<String, Observation, Double> step) {
        return keyed(records).process(step, Types.DOUBLE);
    }
}
