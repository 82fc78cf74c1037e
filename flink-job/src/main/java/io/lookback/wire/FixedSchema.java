package io.lookback.wire;

import io.lookback.schema.Schemas;
import java.util.Locale;
import org.apache.avro.Schema;

/**
 * Every value was written with one schema and is bare Avro binary, without a header.
 *
 * @param avsc the schema's JSON
 */
public record FixedSchema(String avsc) implements SchemaSource {

    public FixedSchema {
        Schema schema = parse(avsc);
        if (schema.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The schema is a %s, a record is needed",
                    schema.getType().getName()));
        }
    }

    /** Lookback's own schema of observations. */
    public static FixedSchema ofObservations() {
        return new FixedSchema(Schemas.observation().toString());
    }

    @Override
    public Lookup open() {
        Written written = new Written(parse(avsc), 0);
        return value -> written;
    }

    private static Schema parse(String avsc) {
        try {
            return new Schema.Parser().parse(avsc);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("The text is not an Avro schema: " + Excerpt.ofMessage(e), e);
        }
    }
}
