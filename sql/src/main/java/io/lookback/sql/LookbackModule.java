package io.lookback.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.Module;

/** The functions of this project without a {@code CREATE FUNCTION} for each: {@code LOAD MODULE lookback}. */
public final class LookbackModule implements Module {

    static final String DETECT_ANOMALIES = "DETECT_ANOMALIES";

    static final String ML_DETECT_ANOMALIES = "ML_DETECT_ANOMALIES";

    private static final Map<String, FunctionDefinition> FUNCTIONS =
            Map.of(DETECT_ANOMALIES, new DetectAnomalies(), ML_DETECT_ANOMALIES, new MlDetectAnomalies());

    @Override
    public Set<String> listFunctions() {
        return FUNCTIONS.keySet();
    }

    @Override
    public Optional<FunctionDefinition> getFunctionDefinition(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name.toUpperCase(Locale.ROOT)));
    }
}
