package io.lookback.wire;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Every value begins with a zero byte and the four-byte id under which a schema registry (Confluent's or one that
 * speaks its API, such as Apicurio under {@code /apis/ccompat/v7}) holds the schema that it was written with.
 */
public record RegistrySchemas(SchemaRegistry registry) implements SchemaSource {

    static final int HEADER_BYTES = 5;
    static final int MAX_CACHED = 10_000;

    /** So long an id is not asked for again: each question to a slow registry stops its whole subtask. */
    private static final Duration REFUSED = Duration.ofMinutes(10);

    @Override
    public Lookup open() {
        return new Cached(registry);
    }

    /** @param at {@link System#nanoTime} */
    private record Refusal(DecodingException reason, long at) {}

    /** Asks for each id once, ids are never reused; for one that was refused now and then, it may be there by now. */
    private static final class Cached implements Lookup {

        private final SchemaRegistry registry;
        private final HttpClient client;
        private final Map<Integer, Written> known = new HashMap<>();
        private final Map<Integer, Refusal> refused = new HashMap<>();

        Cached(SchemaRegistry registry) {
            this.registry = registry;
            this.client = registry.client();
        }

        @Override
        public Written of(byte[] value) throws DecodingException, IOException {
            if (value.length < HEADER_BYTES || value[0] != 0) {
                throw DecodingException.undecodable(
                        "The value (%d bytes) does not begin with a zero byte and a schema id", value.length);
            }
            int id = ByteBuffer.wrap(value, 1, Integer.BYTES).getInt();
            Written found = known.get(id);
            return found != null ? found : ask(id);
        }

        private Written ask(int id) throws DecodingException, IOException {
            Refusal before = refused.get(id);
            if (before != null && System.nanoTime() - before.at() < REFUSED.toNanos()) {
                throw before.reason();
            }
            try {
                Schema schema = registry.schema(client, id);
                return remember(known, id, new Written(schema, HEADER_BYTES));
            } catch (DecodingException e) {
                throw remember(refused, id, new Refusal(e, System.nanoTime())).reason();
            }
        }

        private static <T> T remember(Map<Integer, T> cache, int id, T value) {
            if (cache.size() >= MAX_CACHED) {
                cache.clear();
            }
            cache.put(id, value);
            return value;
        }
    }
}
