package io.lookback.sql;

import io.lookback.onnx.Device;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.types.logical.RowType;

/**
 * {@code CREATE MODEL ... WITH ('provider' = 'onnx', 'path' = ...)}: ONNX models for {@code ML_PREDICT}, run inside the
 * TaskManagers. The file is read and checked when a statement is planned, and travels with the job.
 */
public final class OnnxModelProviderFactory implements ModelProviderFactory {

    private static final ConfigOption<String> PROVIDER =
            ConfigOptions.key("provider").stringType().noDefaultValue();
    private static final ConfigOption<String> TASK =
            ConfigOptions.key("task").stringType().noDefaultValue();
    private static final ConfigOption<String> PATH = ConfigOptions.key("path")
            .stringType()
            .noDefaultValue()
            .withDescription("Path of the .onnx file, readable where statements are planned.");
    private static final ConfigOption<String> OUTPUT = ConfigOptions.key("output")
            .stringType()
            .noDefaultValue()
            .withDescription("Which of the graph's outputs is read, if it has several.");
    private static final ConfigOption<Integer> MAX_BATCH =
            ConfigOptions.key("max-batch").intType().defaultValue(256).withDescription("Most rows of one call.");
    private static final ConfigOption<String> DEVICE =
            ConfigOptions.key("device").stringType().defaultValue("cpu").withDescription("What the model runs on.");

    @Override
    public String factoryIdentifier() {
        return "onnx";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(PROVIDER, TASK, OUTPUT, MAX_BATCH, DEVICE);
    }

    @Override
    public ModelProvider createModelProvider(Context context) {
        ResolvedCatalogModel model = context.getCatalogModel();
        Configuration options = Configuration.fromMap(model.getOptions());
        FactoryUtil.validateFactoryOptions(this, options);
        FactoryUtil.validateUnconsumedKeys(
                factoryIdentifier(),
                options.keySet(),
                Set.of(PROVIDER.key(), TASK.key(), PATH.key(), OUTPUT.key(), MAX_BATCH.key(), DEVICE.key()));
        RowType inputs =
                (RowType) model.getResolvedInputSchema().toPhysicalRowDataType().getLogicalType();
        RowType outputs = (RowType)
                model.getResolvedOutputSchema().toPhysicalRowDataType().getLogicalType();
        try {
            Device device = Device.parse(options.get(DEVICE));
            device.requireProvider();
            return new Provider(OnnxFunction.load(
                    new OnnxFunction.Settings(
                            options.get(PATH), options.getOptional(OUTPUT).orElse(""), options.get(MAX_BATCH), device),
                    inputs,
                    outputs));
        } catch (IllegalArgumentException e) {
            throw new ValidationException(String.valueOf(e.getMessage()), e);
        }
    }

    private record Provider(OnnxFunction function) implements AsyncPredictRuntimeProvider {

        @Override
        public AsyncPredictFunction createAsyncPredictFunction(Context context) {
            return new OnnxPredictFunction(function);
        }

        @Override
        public ModelProvider copy() {
            return this;
        }
    }
}
