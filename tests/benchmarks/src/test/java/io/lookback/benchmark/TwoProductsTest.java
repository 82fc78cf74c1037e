package io.lookback.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwoProductsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 1000})
    void areTheSameInJavaAndInOnnxRuntime(int t) {
        try (TwoProducts products = new TwoProducts(t, 32)) {
            assertThat(products.inOnnxRuntime()).isCloseTo(products.inJava()[0], withinPercentage(0.01));
        }
    }
}
