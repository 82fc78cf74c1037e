package io.lookback.wire;

import java.io.Serializable;
import java.util.List;

/** How the values of a topic are written. */
public sealed interface InputFormat extends Serializable {

    /** A reader for one thread. */
    RecordReader open();

    /** One JSON object, or an array of them. */
    record Json() implements InputFormat {
        @Override
        public RecordReader open() {
            return new JsonReader();
        }
    }

    /** Lines of InfluxDB's line protocol, one or several. */
    record Influx() implements InputFormat {
        @Override
        public RecordReader open() {
            return new InfluxReader();
        }
    }

    /** One Avro record. */
    record Avro(SchemaSource schemas) implements InputFormat {
        @Override
        public RecordReader open() {
            return new AvroReader(schemas.open());
        }
    }

    /**
     * One row without a header.
     *
     * @param columns their names, which the mapping uses
     */
    record Csv(List<String> columns, char delimiter) implements InputFormat {

        public Csv {
            columns = List.copyOf(columns);
            if (columns.isEmpty() || columns.stream().distinct().count() != columns.size()) {
                throw new IllegalArgumentException("The columns of a CSV row need names that differ, found " + columns);
            }
        }

        @Override
        public RecordReader open() {
            return new CsvReader(columns, delimiter);
        }
    }
}
