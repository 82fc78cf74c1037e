package io.lookback.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong clock = new AtomicLong();

    @Test
    void spreadsRecordsEvenlyFromTheBeginning() throws InterruptedException {
        Pace pace = new Pace(100, clock::get);
        pace.await();

        assertThat(pace.pause()).isEqualTo(10_000_000);

        clock.set(9_000_000);
        assertThat(pace.pause()).as("too short to be worth it").isZero();

        clock.set(25_000_000);
        assertThat(pace.pause()).as("late").isZero();
    }

    @Test
    void neverPausesWithoutARate() throws InterruptedException {
        Pace pace = new Pace(0, clock::get);
        pace.await();

        assertThat(pace.pause()).isZero();
    }
}
