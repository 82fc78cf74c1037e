package io.lookback.sql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DelegatingConfiguration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * The connector {@code lookback}: a table of another connector with what detection finds in it, at the speed of a job.
 *
 * <pre>{@code
 * CREATE TABLE scored (
 *   is_anomaly BOOLEAN METADATA VIRTUAL,
 *   score DOUBLE METADATA VIRTUAL
 * ) WITH (
 *   'connector' = 'lookback',
 *   'lookback.input' = 'kafka',
 *   'lookback.series' = 'host',
 *   'lookback.time' = 'ts'
 * ) LIKE metrics
 * }</pre>
 *
 * <p>Options that begin with {@code lookback.} are detection's, all others are the input's.
 */
public final class LookbackTableFactory implements DynamicTableSourceFactory {

    static final String IDENTIFIER = "lookback";

    private static final String PREFIX = "lookback.";

    private static final OptionNames NAMES = names();

    private static final ConfigOption<String> INPUT = ConfigOptions.key("lookback.input")
            .stringType()
            .noDefaultValue()
            .withDescription("Connector of the input, which takes all options that do not begin with 'lookback.'.");

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(INPUT, prefixed(DetectOptions.TIME));
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>();
        options.add(prefixed(DetectOptions.SERIES));
        options.add(prefixed(DetectOptions.VALUES));
        options.add(prefixed(DetectOptions.MAX_AHEAD));
        DetectOptions.FLOW.forEach(option -> options.add(prefixed(option)));
        return options;
    }

    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        ResolvedCatalogTable table = context.getCatalogTable();
        Configuration options = Configuration.fromMap(table.getOptions());
        FactoryUtil.validateFactoryOptions(requiredOptions(), optionalOptions(), options);
        requireKnown(options);
        DelegatingConfiguration own = new DelegatingConfiguration(options, PREFIX);
        DetectSettings settings = NAMES.checked(() -> new DetectSettings(
                own.getOptional(DetectOptions.SERIES).orElse(List.of()),
                own.get(DetectOptions.TIME),
                own.getOptional(DetectOptions.VALUES).orElse(List.of()),
                DetectOptions.duration(own, DetectOptions.MAX_AHEAD),
                DetectOptions.flow(own, NAMES)));
        DataType type = context.getPhysicalRowDataType();
        RowMapping mapping =
                RowMapping.of((RowType) type.getLogicalType(), settings, SessionZone.of(context.getConfiguration()));
        return new LookbackTableSource(input(context, table, options), type, mapping, settings.flow());
    }

    private static ScanTableSource input(Context context, ResolvedCatalogTable table, Configuration options) {
        String connector = options.get(INPUT);
        if (connector.equals(IDENTIFIER)) {
            throw new ValidationException("lookback.input is 'lookback': name the connector that reads the rows.");
        }
        Map<String, String> inner = new HashMap<>();
        table.getOptions().forEach((key, value) -> {
            if (!key.startsWith(PREFIX)) {
                inner.put(key, value);
            }
        });
        inner.put(FactoryUtil.CONNECTOR.key(), connector);
        DynamicTableSource source = FactoryUtil.createDynamicTableSource(
                null,
                context.getObjectIdentifier(),
                table.copy(inner),
                Map.of(),
                context.getConfiguration(),
                context.getClassLoader(),
                context.isTemporary());
        if (!(source instanceof ScanTableSource scan)) {
            throw new ValidationException(
                    String.format(Locale.ROOT, "Connector '%s' cannot be read from begin to end.", connector));
        }
        if (!scan.getChangelogMode().equals(ChangelogMode.insertOnly())) {
            throw new ValidationException(String.format(
                    Locale.ROOT,
                    "The input changes rows (%s); detection takes rows that are only added.",
                    scan.getChangelogMode()));
        }
        return scan;
    }

    /** All options are allowed, for they may be the input's, but for those that bear this connector's prefix. */
    private void requireKnown(Configuration options) {
        Set<String> known = new TreeSet<>();
        requiredOptions().forEach(option -> known.add(option.key()));
        optionalOptions().forEach(option -> known.add(option.key()));
        for (String key : new TreeSet<>(options.keySet())) {
            if (key.startsWith(PREFIX) && !known.contains(key)) {
                throw new ValidationException(
                        String.format(Locale.ROOT, "There is no option '%s'. Give one of %s.", key, known));
            }
        }
    }

    private static OptionNames names() {
        Map<String, ConfigOption<?>> names = new HashMap<>();
        DetectOptions.FLOW.forEach(option -> names.put(PREFIX + option.key(), option));
        names.put(PREFIX + DetectOptions.MAX_AHEAD.key(), DetectOptions.MAX_AHEAD);
        return new OptionNames(names);
    }

    private static ConfigOption<?> prefixed(ConfigOption<?> option) {
        return ConfigOptions.key(PREFIX + option.key()).stringType().noDefaultValue();
    }
}
