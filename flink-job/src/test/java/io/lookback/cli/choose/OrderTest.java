package io.lookback.cli.choose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

    @ParameterizedTest
    @CsvSource({"7, 1", "24, 2", "96, 3", "288, 4"})
    void findsThePeriodOfARhythm(int period, long seed) {
        Order order = Order.of(Generated.rhythm(period, 3_000, seed));

        assertThat(order.matters()).isTrue();
        assertThat(order.period()).isEqualTo(period);
    }

    @Test
    void findsNoOrderInNoise() {
        assertThat(LongStream.range(0, 20).mapToObj(seed -> Order.of(Generated.noise(2_000, seed))))
                .allMatch(order -> !order.matters() && order.period() == 0);
    }

    @Test
    void findsNoOrderInNearlyAllRandomWalks() {
        long mistaken = LongStream.range(0, 20)
                .mapToObj(seed -> Order.of(Generated.walk(2_000, seed)))
                .filter(Order::matters)
                .count();

        assertThat(mistaken).isLessThanOrEqualTo(2);
    }
}
