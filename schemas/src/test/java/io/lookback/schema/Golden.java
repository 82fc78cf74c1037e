package io.lookback.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** The released versions under {@code src/test/resources/released}: a schema and a golden record in JSON and binary. */
record Golden(int version, String name, Path folder) {

    private static final Path RELEASED = Path.of("src/test/resources/released");
    static final List<String> NAMES = List.of("observation", "score", "alert");

    static List<Golden> all() {
        return versions()
                .flatMap(version ->
                        NAMES.stream().map(name -> new Golden(version, name, RELEASED.resolve("v" + version))))
                .filter(golden -> Files.exists(golden.file(".avsc")))
                .toList();
    }

    private static Stream<Integer> versions() {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            return folders
                    .map(folder ->
                            Integer.valueOf(folder.getFileName().toString().substring(1)))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Schema schema() throws IOException {
        return new Schema.Parser().parse(Files.readString(file(".avsc")));
    }

    Schema newest() {
        return Schemas.all().get(NAMES.indexOf(name));
    }

    byte[] binary() throws IOException {
        return Files.readAllBytes(file(".bin"));
    }

    /** The golden record, written by hand in Avro's JSON encoding. */
    GenericRecord record() throws IOException {
        Schema schema = schema();
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().jsonDecoder(schema, Files.readString(file(".json"))));
    }

    static byte[] write(GenericRecord record) throws IOException {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    static GenericRecord read(byte[] bytes, Schema writer, Schema reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    }

    private Path file(String suffix) {
        return folder.resolve(name + suffix);
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
