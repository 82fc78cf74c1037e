package io.lookback.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A structural schema of a Kubernetes resource, as a cluster applies it with strict validation. */
record ResourceSchema(JsonNode root) {

    private static final Map<String, List<String>> JSON_TYPES = Map.of(
            "string", List.of("STRING"),
            "integer", List.of("NUMBER"),
            "number", List.of("NUMBER"),
            "boolean", List.of("BOOLEAN"),
            "object", List.of("OBJECT"),
            "array", List.of("ARRAY"));

    /** What is wrong with a resource, each with its path. */
    List<String> problems(JsonNode resource) {
        List<String> problems = new ArrayList<>();
        check(resource, root, "", problems);
        return problems;
    }

    private static void check(JsonNode value, JsonNode schema, String path, List<String> problems) {
        String type = schema.path("type").asText();
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return;
        }
        if (!JSON_TYPES
                .getOrDefault(type, List.of(value.getNodeType().name()))
                .contains(value.getNodeType().name())) {
            problems.add("%s is %s, not %s".formatted(path, value.getNodeType(), type));
        } else if (schema.has("enum") && !Containers.texts(schema.get("enum")).contains(value.asText())) {
            problems.add("%s is %s, not one of %s".formatted(path, value, schema.get("enum")));
        } else if (value.isObject()) {
            checkFields(value, schema, path, problems);
        } else if (value.isArray()) {
            value.forEach(item -> check(item, schema.path("items"), path + "[]", problems));
        }
    }

    private static void checkFields(JsonNode value, JsonNode schema, String path, List<String> problems) {
        for (String required : Containers.texts(schema.path("required"))) {
            if (!value.has(required)) {
                problems.add("%s.%s is missing".formatted(path, required));
            }
        }
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean() || !schema.has("properties");
        value.fields().forEachRemaining(field -> {
            String inside = path + '.' + field.getKey();
            JsonNode known = schema.path("properties").path(field.getKey());
            if (!known.isMissingNode()) {
                check(field.getValue(), known, inside, problems);
            } else if (schema.path("additionalProperties").isObject()) {
                check(field.getValue(), schema.get("additionalProperties"), inside, problems);
            } else if (!open) {
                problems.add("%s is not a field; known are %s"
                        .formatted(inside, Containers.names(schema.get("properties"))));
            }
        });
    }
}
