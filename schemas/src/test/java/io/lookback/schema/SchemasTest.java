package io.lookback.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemasTest {

    @Test
    void everyFieldIsDocumented() {
        for (Schema schema : Schemas.all()) {
            assertThat(schema.getFields())
                    .allSatisfy(field -> assertThat(field.doc())
                            .as("%s.%s", schema.getName(), field.name())
                            .isNotBlank());
        }
    }

    @Test
    void everySchemaHasItsVersion() {
        for (Schema schema : Schemas.all()) {
            assertThat(Schemas.version(schema)).as(schema.getName()).isPositive();
        }
    }
}
