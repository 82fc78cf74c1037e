package io.lookback.sql;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.ModuleFactory;
import org.apache.flink.table.module.Module;

/** Finds {@link LookbackModule} for {@code LOAD MODULE lookback}. */
public final class LookbackModuleFactory implements ModuleFactory {

    @Override
    public String factoryIdentifier() {
        return "lookback";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public Module createModule(Context context) {
        return new LookbackModule();
    }
}
