package io.lookback.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether two records say the same: numbers to a thousandth, since a later release may round otherwise and then remember
 * the last digits otherwise than the one that wrote the savepoint; everything else exactly, but for fields that it means
 * otherwise now. A memory that is lost on the
 * way differs by far more.
 */
final class Alike {

    private static final double TOLERANCE = 1e-3;

    private Alike() {}

    /** @param changed names of fields that do not count */
    static void require(String what, JsonNode found, @Nullable JsonNode expected, Set<String> changed) {
        assertThat(expected).as(what).isNotNull();
        if (found.isNumber() && expected.isNumber()) {
            assertThat(found.asDouble())
                    .as(what)
                    .isCloseTo(expected.asDouble(), within(TOLERANCE * Math.max(1, Math.abs(expected.asDouble()))));
        } else if (found.isContainerNode()) {
            assertThat(found.getNodeType()).as(what).isEqualTo(expected.getNodeType());
            assertThat(found.size()).as(what).isEqualTo(expected.size());
            for (int element = 0; found.isArray() && element < found.size(); element++) {
                require(what + '[' + element + ']', found.get(element), expected.get(element), changed);
            }
            for (Map.Entry<String, JsonNode> field : found.properties()) {
                if (!changed.contains(field.getKey())) {
                    require(what + '.' + field.getKey(), field.getValue(), expected.get(field.getKey()), changed);
                }
            }
        } else {
            assertThat(found).as(what).isEqualTo(expected);
        }
    }
}
