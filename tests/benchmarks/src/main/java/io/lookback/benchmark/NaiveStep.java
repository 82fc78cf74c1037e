package io.lookback.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lookback.event.Observation;
import io.lookback.normalise.CellInput;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** One call of ONNX Runtime per record, tensors made from Java arrays, the memory in a value state; no detection. */
final class NaiveStep extends KeyedProcessFunction<String, Observation, Double> {

    private static final long serialVersionUID = 1L;

    private final byte[] graph;
    private final int memorySize;

    private transient OrtEnvironment environment;
    private transient OrtSession session;
    private transient ValueState<float[]> memory;

    NaiveStep(byte[] graph, int memorySize) {
        this.graph = graph;
        this.memorySize = memorySize;
    }

    @Override
    public void open(OpenContext context) throws OrtException {
        environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1); // one slot, as the others have
            session = environment.createSession(graph, options);
        }
        memory = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("memory", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Observation observation, Context context, Collector<Double> out) throws Exception {
        float[] known = memory.value();
        float[][] x = new float[1][CellInput.SIZE];
        x[0][CellInput.Y] = (float) observation.values().at(0);
        float[][] m = {known == null ? new float[memorySize] : known};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, x);
                OnnxTensor before = OnnxTensor.createTensor(environment, m);
                OrtSession.Result result = session.run(Map.of("x", input, "m", before))) {
            memory.update(matrix(result, "m_next")[0]);
            out.collect((double) matrix(result, "y")[0][0]);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // closed before it was opened, if an earlier operator of the task fails to open
    public void close() throws OrtException {
        if (session != null) {
            session.close();
        }
    }

    private static float[][] matrix(OrtSession.Result result, String name) throws OrtException {
        return (float[][]) result.get(name).orElseThrow().getValue();
    }
}
