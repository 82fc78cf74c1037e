package io.lookback.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether two records say the same: numbers to a thousandth, since a later release may round otherwise and then
 * remember the last digits otherwise than the one that wrote the savepoint; everything else exactly, but for fields
 * that it means otherwise now, and those that it knows a little more about, to five hundredths. A memory that is lost
 * on the way differs by far more.
 */
final class Alike {

    private static final double TOLERANCE = 1e-3;
    private static final double ROUGH = 0.05;

    private Alike() {}

    static void require(String what, JsonNode found, @Nullable JsonNode expected, Golden golden) {
        require(what, found, expected, golden, TOLERANCE);
    }

    private static void require(
            String what, JsonNode found, @Nullable JsonNode expected, Golden golden, double tolerance) {
        assertThat(expected).as(what).isNotNull();
        if (found.isNumber() && expected.isNumber()) {
            assertThat(found.asDouble())
                    .as(what)
                    .isCloseTo(expected.asDouble(), within(tolerance * Math.max(1, Math.abs(expected.asDouble()))));
        } else if (found.isContainerNode()) {
            assertThat(found.getNodeType()).as(what).isEqualTo(expected.getNodeType());
            assertThat(found.size()).as(what).isEqualTo(expected.size());
            for (int element = 0; found.isArray() && element < found.size(); element++) {
                require(what + '[' + element + ']', found.get(element), expected.get(element), golden);
            }
            for (Map.Entry<String, JsonNode> field : found.properties()) {
                String name = field.getKey();
                if (!golden.changed().contains(name)) {
                    require(
                            what + '.' + name,
                            field.getValue(),
                            expected.get(name),
                            golden,
                            golden.rough().contains(name) ? ROUGH : TOLERANCE);
                }
            }
        } else {
            assertThat(found).as(what).isEqualTo(expected);
        }
    }
}
