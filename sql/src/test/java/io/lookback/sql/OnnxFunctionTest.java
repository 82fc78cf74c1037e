package io.lookback.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.onnx.Device;
import io.lookback.onnx.OnnxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryArrayData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFunctionTest {

    private static final RowType TWO = RowType.of(new DoubleType(), new FloatType());
    private static final RowType ONE = RowType.of(new DoubleType());

    @TempDir
    private Path folder;

    @Test
    void predictsManyRowsInFewCalls() throws Exception {
        OnnxPredictFunction function = new OnnxPredictFunction(OnnxFunction.load(settings(256), TWO, ONE));
        function.open(new FunctionContext(null));

        List<CompletableFuture<Collection<RowData>>> results = new ArrayList<>();
        for (int row = 0; row < 1_000; row++) {
            results.add(function.asyncPredict(GenericRowData.of((double) row, 0.5f)));
        }

        for (int row = 0; row < 1_000; row++) {
            Collection<RowData> rows = results.get(row).get(60, TimeUnit.SECONDS);
            assertThat(rows).hasSize(1);
            assertThat(rows.iterator().next().getDouble(0)).isEqualTo(2 * row - 0.5);
        }
        function.close();
    }

    @Test
    void takesAnArrayAndGivesOne() throws Exception {
        OnnxPredictFunction function = new OnnxPredictFunction(OnnxFunction.load(
                settings(1), RowType.of(new ArrayType(new DoubleType())), RowType.of(new ArrayType(new FloatType()))));
        function.open(new FunctionContext(null));

        RowData row = predicted(function, new GenericArrayData(new double[] {3, 4}));

        assertThat(row.getArray(0).toFloatArray()).containsExactly(2);
        function.close();
    }

    @Test
    void aRowThatDoesNotFitHasNoPredictionAndFailsNothing() throws Exception {
        OnnxPredictFunction function = new OnnxPredictFunction(
                OnnxFunction.load(settings(1), RowType.of(new ArrayType(new DoubleType())), ONE));
        function.open(new FunctionContext(null));

        assertThat(predicted(function, new GenericArrayData(new double[] {3})).isNullAt(0))
                .isTrue();
        assertThat(predicted(function, new GenericArrayData(new double[] {3, 4, 5}))
                        .isNullAt(0))
                .isTrue();
        assertThat(predicted(function, null).getDouble(0)).isNaN();
        assertThat(predicted(function, new GenericArrayData(new double[] {3, 4}))
                        .getDouble(0))
                .isEqualTo(2);
        function.close();
    }

    @Test
    void anArrayThatIsNullHasTheNumbersThatTheOthersLeave() {
        ArrayType array = new ArrayType(new DoubleType());
        ModelRows rows = new ModelRows(RowType.of(array, new DoubleType(), array), ONE);
        GenericArrayData two = new GenericArrayData(new double[] {3, 4});
        float[] numbers = new float[5];

        assertThat(rows.read(GenericRowData.of(null, 2.0, two), numbers)).isEqualTo(5);
        assertThat(numbers).containsExactly(Float.NaN, Float.NaN, 2, 3, 4);
        assertThat(rows.read(GenericRowData.of(null, 2.0, null), numbers)).isEqualTo(1);
    }

    @Test
    void takesAnyNumberThatThePlannerLetsPass() {
        ModelRows rows = new ModelRows(RowType.of(new DoubleType(), new FloatType(), new DoubleType()), ONE);
        float[] numbers = new float[3];

        rows.read(GenericRowData.of(3L, (short) 4, DecimalData.fromUnscaledLong(55, 2, 1)), numbers);
        assertThat(numbers).containsExactly(3, 4, 5.5f);
        rows.read(GenericRowData.of(3, 4.5f, (byte) 5), numbers);
        assertThat(numbers).containsExactly(3, 4.5f, 5);
    }

    @Test
    void arraysOfOtherNumbersAreConvertedOrRefused() {
        ModelRows doubles = new ModelRows(RowType.of(new ArrayType(new DoubleType())), ONE);
        ModelRows floats = new ModelRows(RowType.of(new ArrayType(new FloatType())), ONE);

        assertThat(read(doubles, new GenericArrayData(new long[] {3, 0, -5}))).containsExactly(3, 0, -5);
        assertThat(read(floats, new GenericArrayData(new int[] {3, 0, -5}))).containsExactly(3, 0, -5);
        assertThat(read(doubles, BinaryArrayData.fromPrimitiveArray(new double[] {3, 0, -5})))
                .containsExactly(3, 0, -5);
        assertThat(read(floats, BinaryArrayData.fromPrimitiveArray(new float[] {3, 0, -5})))
                .containsExactly(3, 0, -5);
        assertThat(read(doubles, BinaryArrayData.fromPrimitiveArray(new double[] {0, Double.NaN, -0.0})))
                .containsExactly(0, Float.NaN, -0f);
        assertThat(read(doubles, BinaryArrayData.fromPrimitiveArray(new double[] {
                    Double.longBitsToDouble(0xFFF8_0000_0000_0000L), 0, 0
                })))
                .containsExactly(Float.NaN, 0, 0);
        assertThat(read(doubles, BinaryArrayData.fromPrimitiveArray(new long[] {0, 0, 0})))
                .as("the same bits")
                .containsExactly(0, 0, 0);
        refuses(doubles, BinaryArrayData.fromPrimitiveArray(new long[] {3, 0, 5}));
        refuses(doubles, BinaryArrayData.fromPrimitiveArray(new long[] {-3, 0, -5}));
        refuses(doubles, BinaryArrayData.fromPrimitiveArray(new float[] {3, 0, 5}));
        refuses(doubles, BinaryArrayData.fromPrimitiveArray(new int[] {3}));
        refuses(doubles, BinaryArrayData.fromPrimitiveArray(new short[] {3, 4, 5}));
        refuses(floats, BinaryArrayData.fromPrimitiveArray(new int[] {3, 0, -5}));
        refuses(floats, BinaryArrayData.fromPrimitiveArray(new long[] {3, 0, 5}));
    }

    private static float[] read(ModelRows rows, ArrayData array) {
        float[] numbers = new float[3];
        assertThat(rows.read(GenericRowData.of(array), numbers)).isEqualTo(3);
        return numbers;
    }

    private static void refuses(ModelRows rows, ArrayData array) {
        assertThatThrownBy(() -> rows.read(GenericRowData.of(array), new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Input column 'f0'")
                .hasMessageContaining("CAST(... AS ARRAY<");
    }

    private static RowData predicted(OnnxPredictFunction function, @Nullable GenericArrayData steps) throws Exception {
        return function.asyncPredict(GenericRowData.of(steps))
                .get(60, TimeUnit.SECONDS)
                .iterator()
                .next();
    }

    @Test
    void aModelThatCannotBeOpenedFailsAtOnce() {
        OnnxFunction onProcessor = OnnxFunction.load(settings(256), TWO, ONE);
        OnnxFunction.Settings onCard =
                new OnnxFunction.Settings(onProcessor.settings().path(), "", 256, new Device(Device.Kind.CUDA, 0));
        OnnxPredictFunction function = new OnnxPredictFunction(with(onProcessor, onCard, onProcessor.output()));

        assertThatThrownBy(() -> function.open(new FunctionContext(null))).hasMessageContaining("cuda");
    }

    @Test
    void aModelThatFailsIsTheCauseForAllRowsThatCome() throws Exception {
        OnnxFunction fits = OnnxFunction.load(settings(1), TWO, ONE);
        OnnxPredictFunction function =
                new OnnxPredictFunction(with(fits, fits.settings(), new OnnxFunction.Tensor("y", List.of(3L))));
        function.open(new FunctionContext(null));

        for (int row = 0; row < 100; row++) {
            assertThat(function.asyncPredict(GenericRowData.of(1.0, 0.5f)))
                    .failsWithin(Duration.ofSeconds(60))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(OnnxException.class);
        }
        function.close();
    }

    private static OnnxFunction with(
            OnnxFunction function, OnnxFunction.Settings settings, OnnxFunction.Tensor output) {
        return new OnnxFunction(
                settings, function.graph(), function.input(), output, function.inputs(), function.outputs());
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> OnnxFunction.load(settings(256), ONE, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 2 numbers")
                .hasMessageContaining("names 1 columns");
        assertThatThrownBy(() -> OnnxFunction.load(settings(256), TWO, TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gives 1 numbers");
        assertThatThrownBy(() -> OnnxFunction.load(settings(256), RowType.of(VarCharType.STRING_TYPE), ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give FLOAT, DOUBLE or an array");
        assertThatThrownBy(() -> OnnxFunction.load(
                        settings(256), RowType.of(new ArrayType(new DoubleType())), RowType.of(new DoubleType(false))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave out NOT NULL");
        assertThatThrownBy(() -> settings(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max-batch is 0");
    }

    private OnnxFunction.Settings settings(int maxBatch) {
        Path file = folder.resolve("linear.onnx");
        try {
            Files.write(file, LinearModel.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OnnxFunction.Settings(file.toString(), "", maxBatch, Device.CPU);
    }
}
