package io.lookback.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object or array, or a number alone as the object {@code {"value": number}}, with limits on its depth,
 * names and numbers. NaN and Infinity are let through, since Python
 * and others write them: the one is a missing value, the other makes the record unusable.
 */
final class JsonReader implements RecordReader {

    static final int MAX_DEPTH = 32;
    static final int MAX_NUMBER_CHARS = 400;

    /** A longer one than a series or feature may have does no harm where nothing uses it. */
    private static final int MAX_NAME_CHARS = 1 << 16;

    /** The field that a number stands in which is all that a record has. */
    private static final String LONE_VALUE = "value";

    private static final ObjectReader OBJECTS = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .maxNameLength(MAX_NAME_CHARS)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    @Override
    public Object read(byte[] value) throws DecodingException {
        Object record = parse(value);
        if (record instanceof Number) {
            return Map.of(LONE_VALUE, record);
        }
        if (!(record instanceof Map<?, ?> || record instanceof List<?>)) {
            throw DecodingException.undecodable("The value is JSON, but not an object: %s", Excerpt.of(record));
        }
        return record;
    }

    private static Object parse(byte[] value) throws DecodingException {
        try {
            return OBJECTS.readValue(value);
        } catch (JacksonException e) {
            throw DecodingException.undecodable("The value is not JSON: %s", Excerpt.of(e.getOriginalMessage()));
        } catch (IOException e) {
            throw DecodingException.undecodable("The value is not JSON: %s", Excerpt.ofMessage(e));
        }
    }
}
