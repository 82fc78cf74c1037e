package io.lookback.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import io.lookback.event.Observation;
import io.lookback.memory.MemoryShape;
import io.lookback.normalize.CellInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * One call of ONNX Runtime per record, tensors made from Java arrays, one row for each feature, the memory in a value
 * state; no detection.
 */
public final class NaiveStep<T> extends KeyedProcessFunction<String, Observation, T> {

    private static final long serialVersionUID = 1L;
    private static final CellSpec LSTM = CellSpec.shipped("lstm");
    private static final String GRAPH = "/models/lstm.onnx";

    private final byte[] graph;
    private final int memorySize;
    private final Outcome<T> outcome;

    private transient OrtEnvironment environment;
    private transient OrtSession session;
    private transient ValueState<float[][]> memory;

    private NaiveStep(byte[] graph, int memorySize, Outcome<T> outcome) {
        this.graph = graph;
        this.memorySize = memorySize;
        this.outcome = outcome;
    }

    /** With the LSTM that Lookback ships. */
    public static <T> NaiveStep<T> lstm(Outcome<T> outcome) {
        int memory = ((MemoryShape.Vector) Cell.load(LSTM).memory()).size();
        return new NaiveStep<>(graph(), memory, outcome);
    }

    @Override
    public void open(OpenContext context) throws OrtException {
        environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1); // one slot, as the others have
            session = environment.createSession(graph, options);
        }
        memory = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(
                        "memory", Types.OBJECT_ARRAY(PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO)));
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<T> out) throws Exception {
        int features = observation.values().size();
        float[][] known = memory.value();
        float[][] m = known == null ? new float[features][memorySize] : known;
        float[][] x = new float[features][CellInput.SIZE];
        for (int feature = 0; feature < features; feature++) {
            x[feature][CellInput.Y] = (float) observation.values().at(feature);
        }
        try (OnnxTensor input = OnnxTensor.createTensor(environment, x);
                OnnxTensor before = OnnxTensor.createTensor(environment, m);
                OrtSession.Result result = session.run(Map.of("x", input, "m", before))) {
            memory.update(matrix(result, "m_next"));
            out.collect(outcome.of(observation, first(matrix(result, "y"))));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // closed before it was opened, if an earlier operator of the task fails to open
    public void close() throws OrtException {
        if (session != null) {
            session.close();
        }
    }

    private static double[] first(float[][] predictions) {
        double[] first = new double[predictions.length];
        for (int row = 0; row < first.length; row++) {
            first[row] = predictions[row][0];
        }
        return first;
    }

    private static float[][] matrix(OrtSession.Result result, String name) throws OrtException {
        return (float[][]) result.get(name).orElseThrow().getValue();
    }

    private static byte[] graph() {
        try (InputStream in = Cell.class.getResourceAsStream(GRAPH)) {
            return Objects.requireNonNull(in, GRAPH).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
