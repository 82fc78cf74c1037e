package io.lookback.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads one row without a header, UTF-8, quoted as RFC 4180 says, blanks around fields ignored. */
final class CsvReader implements RecordReader {

    private final List<String> columns;
    private final CSVFormat format;

    CsvReader(List<String> columns, char delimiter) {
        this.columns = columns;
        this.format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreSurroundingSpaces(true)
                .get();
    }

    @Override
    public Object read(byte[] value) throws DecodingException {
        CSVRecord row = row(Utf8Text.of(value));
        if (row.size() != columns.size()) {
            throw DecodingException.undecodable(
                    "The row has %d fields, the columns configured are %d: %s",
                    row.size(), columns.size(), Excerpt.of(columns));
        }
        Map<String, String> record = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            record.put(columns.get(column), row.get(column));
        }
        return record;
    }

    private CSVRecord row(String text) throws DecodingException {
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<CSVRecord> rows = parser.stream().limit(2).toList();
            if (rows.size() != 1) {
                throw DecodingException.undecodable(
                        "The value has %s, one row is one record", rows.isEmpty() ? "no row" : "more than one row");
            }
            return rows.get(0);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw DecodingException.undecodable("The value is not a CSV row: %s", Excerpt.ofMessage(e));
        }
    }
}
