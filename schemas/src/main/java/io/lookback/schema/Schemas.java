package io.lookback.schema;

import io.lookback.schema.avro.AlertRecord;
import io.lookback.schema.avro.ForecastRecord;
import io.lookback.schema.avro.IncidentRecord;
import io.lookback.schema.avro.ObservationRecord;
import io.lookback.schema.avro.ScoreRecord;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;

/** The schemas in their newest version. */
public final class Schemas {

    private static final String VERSION = "lookback.version";

    private Schemas() {}

    public static Schema observation() {
        return ObservationRecord.getClassSchema();
    }

    public static Schema score() {
        return ScoreRecord.getClassSchema();
    }

    public static Schema alert() {
        return AlertRecord.getClassSchema();
    }

    public static Schema incident() {
        return IncidentRecord.getClassSchema();
    }

    public static Schema forecast() {
        return ForecastRecord.getClassSchema();
    }

    public static List<Schema> all() {
        return List.of(observation(), score(), alert(), incident(), forecast());
    }

    /** The version of a schema of this package, from 1 on. */
    public static int version(Schema schema) {
        if (!(schema.getObjectProp(VERSION) instanceof Integer version)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Schema '%s' has no property '%s': it is none of Lookback's",
                    schema.getFullName(),
                    VERSION));
        }
        return version;
    }
}
