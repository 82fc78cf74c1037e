package io.lookback.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every released version stays readable by the newest, and the newest by every released one. */
class SchemaEvolutionTest {

    static List<Golden> released() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("released")
    void newestReadsEveryReleased(Golden released) throws IOException {
        assertThat(compatibility(released.newest(), released.schema())).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @ParameterizedTest
    @MethodSource("released")
    void everyReleasedReadsTheNewest(Golden released) throws IOException {
        assertThat(compatibility(released.schema(), released.newest())).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @ParameterizedTest
    @MethodSource("released")
    void newestReadsTheGoldenRecord(Golden released) throws IOException {
        GenericRecord written = released.record();

        GenericRecord read = Golden.read(released.binary(), released.schema(), released.newest());

        requireSame(read, written);
    }

    @ParameterizedTest
    @MethodSource("released")
    void releasedReadsWhatTheNewestWrites(Golden released) throws IOException {
        GenericRecord upgraded = Golden.read(released.binary(), released.schema(), released.newest());

        byte[] rewritten = Golden.write(upgraded);

        assertThat(Golden.read(rewritten, released.newest(), released.schema())).isEqualTo(released.record());
    }

    @ParameterizedTest
    @MethodSource("released")
    void goldenBytesAreWhatTheSchemaWrites(Golden released) throws IOException {
        assertThat(Golden.read(released.binary(), released.schema(), released.schema()))
                .isEqualTo(released.record());
    }

    @Test
    void newestVersionIsReleasedUnchanged() throws IOException {
        for (Golden released : Golden.all()) {
            if (released.version() == Schemas.version(released.newest())) {
                assertThat(source(released.name()))
                        .as("%s has changed: raise lookback.version and add a folder for it", released)
                        .isEqualTo(released.schema());
            }
        }
    }

    @Test
    void newestVersionHasAGoldenRecord() {
        Stream<String> newest = Schemas.all().stream()
                .map(schema -> Golden.NAMES.get(Schemas.all().indexOf(schema)) + " v" + Schemas.version(schema));

        assertThat(released().stream().map(Golden::toString)).containsAll(newest.toList());
    }

    @Test
    void everyFieldIsDocumented() {
        for (Schema schema : Schemas.all()) {
            assertThat(schema.getFields())
                    .allSatisfy(field -> assertThat(field.doc())
                            .as("%s.%s", schema.getName(), field.name())
                            .isNotBlank());
        }
    }

    private static Schema source(String name) throws IOException {
        try (InputStream avsc = Schemas.class.getResourceAsStream(name + ".avsc")) {
            return new Schema.Parser().parse(avsc);
        }
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    /** In all fields of the written one: the other may have more. */
    private static void requireSame(Object read, Object written) {
        if (written instanceof GenericRecord record) {
            for (Schema.Field field : record.getSchema().getFields()) {
                requireSame(((GenericRecord) read).get(field.name()), record.get(field.pos()));
            }
        } else if (written instanceof List<?> list) {
            assertThat((List<?>) read).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                requireSame(((List<?>) read).get(i), list.get(i));
            }
        } else {
            assertThat(String.valueOf(read)).isEqualTo(String.valueOf(written));
        }
    }
}
