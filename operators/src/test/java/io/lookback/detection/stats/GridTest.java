package io.lookback.detection.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {

    private final Layout layout = new Layout();
    private final Grid grid = new Grid(layout);
    private final Block block = Block.ofSize(layout.size());

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-9, 1, -3, 1e9, 1e150})
    void theFirstDeviationIsKeptToAThousandth(double y) {
        assertThat(grid.fit(block, 0, y)).isZero();

        double kept = grid.unit(block, 0) * grid.steps(block, 0, y);

        assertThat(Math.abs(kept - y)).isLessThanOrEqualTo(Math.abs(y) / 1_000);
    }

    @Test
    void growsByPowersOfTwoSoThatALargerValueFits() {
        grid.fit(block, 0, 1);
        int before = grid.steps(block, 0, 1);

        int halvings = grid.fit(block, 0, 1_000);

        assertThat(halvings).isPositive();
        assertThat(grid.steps(block, 0, 1)).isEqualTo(Grid.halved(before, halvings));
        assertThat(grid.steps(block, 0, 1_000)).isBetween(16_000, 32_767);
    }

    @Test
    void aConstantHasNoUnit() {
        assertThat(grid.fit(block, 0, 0)).isZero();
        assertThat(grid.unit(block, 0)).isZero();
        assertThat(grid.steps(block, 0, 0)).isZero();
    }
}
