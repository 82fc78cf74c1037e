package io.lookback.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What was answered to a request to a registry, by it or by a proxy in its place.
 *
 * @param body missing if it is not JSON
 */
record RegistryAnswer(int status, String path, String text, JsonNode body) {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int TROUBLE = 500;
    private static final JsonMapper JSON = new JsonMapper();

    static RegistryAnswer of(HttpResponse<String> answer) {
        return new RegistryAnswer(answer.statusCode(), answer.uri().getPath(), answer.body(), json(answer.body()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notTheRegistrys) {
            return JSON.missingNode();
        }
    }

    boolean ok() {
        return status == OK;
    }

    boolean notFound() {
        return status == NOT_FOUND;
    }

    /** Whether the registry says that it cannot answer now. */
    boolean troubled() {
        return status >= TROUBLE || status == TOO_MANY;
    }

    /** About an id: its schema, or the registry's word that it has none. */
    boolean tellsOfSchema() {
        return status == NOT_FOUND
                ? body.path("error_code").asInt() / 100 == NOT_FOUND
                : status != OK || body.path("schema").isTextual();
    }

    /** To a schema: the id under which it is registered, or why it is not. */
    boolean tellsId() {
        return status == OK ? body.path("id").canConvertToInt() : status != NOT_FOUND;
    }

    void require(Predicate<RegistryAnswer> usable) throws BoundedExchange.Unusable {
        if (!usable.test(this)) {
            throw new BoundedExchange.Unusable(
                    String.format(Locale.ROOT, "status %d to %s with '%s'", status, path, Excerpt.of(text)));
        }
    }
}
