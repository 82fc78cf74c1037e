package io.lookback.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1, ''", "1 2, 1", "1 2 3, 2", "1 2 3 4, 1 3", "1 2 3 4 5, 2 4"})
    void halvesFromTheLastButOneOn(String before, String after) {
        float[] values = floats(before);

        int left = Floats.halve(values, values.length);

        assertThat(Arrays.copyOf(values, left)).isEqualTo(floats(after));
    }

    private static float[] floats(String numbers) {
        String[] each = numbers.isEmpty() ? new String[0] : numbers.split(" ");
        float[] floats = new float[each.length];
        for (int i = 0; i < each.length; i++) {
            floats[i] = Float.parseFloat(each[i]);
        }
        return floats;
    }
}
