package io.lookback.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.testkit.FaultCase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RunLimitTest {

    @Test
    @FaultCase(
            kind = "Announced model fails while scoring",
            input = "call that exceeds its time limit",
            outcome = "stopped within a second of the limit; the next call runs")
    void endsARunThatTakesTooLongAndNoOther() throws Exception {
        try (RunLimit limit = RunLimit.open(Duration.ofMillis(1));
                RunLimit patient = RunLimit.open()) {
            patient.begin();
            limit.begin();
            while (!limit.late()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }

            assertThat(limit.end()).isTrue();
            assertThat(limit.end()).as("the next run").isFalse();
            assertThat(patient.end()).isFalse();
        }
    }

    @Test
    void aRunThatIsOverIsNotEnded() throws Exception {
        try (RunLimit idle = RunLimit.open(Duration.ofMillis(1));
                RunLimit running = RunLimit.open(Duration.ofMillis(1))) {
            idle.begin();
            assertThat(idle.end()).isFalse();
            running.begin();
            while (!running.late()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }

            assertThat(idle.late()).isFalse();
        }
    }
}
