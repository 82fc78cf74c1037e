package io.lookback.sql;

import java.util.Optional;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.ArgumentTypeStrategy;
import org.apache.flink.table.types.inference.CallContext;
import org.apache.flink.table.types.inference.Signature;

/** The settings of {@code ML_DETECT_ANOMALIES}: those that are a literal are read when the statement is planned. */
final class SettingsArgument implements ArgumentTypeStrategy {

    @Override
    public Optional<DataType> inferArgumentType(CallContext call, int position, boolean throwOnFailure) {
        if (isLiteral(call, position)) {
            call.getArgumentValue(position, String.class).ifPresent(JsonSettings::read);
        }
        return Optional.of(DataTypes.STRING());
    }

    /** Flink asks again when the call is translated, where an over aggregate cannot tell literals. They were read by then. */
    private static boolean isLiteral(CallContext call, int position) {
        try {
            return call.isArgumentLiteral(position);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public Signature.Argument getExpectedArgument(FunctionDefinition function, int position) {
        return Signature.Argument.of(DataTypes.STRING().toString());
    }
}
