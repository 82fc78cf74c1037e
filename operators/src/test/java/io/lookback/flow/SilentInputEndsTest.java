package io.lookback.flow;

import static io.lookback.flow.ControlScript.MINUTE;
import static io.lookback.flow.ControlScript.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Alert;
import io.lookback.event.EndReason;
import io.lookback.flow.SilenceSpec.Limit;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

class SilentInputEndsTest {

    private static final int KNOWN = 120;

    @Test
    void anInputThatEndsSilentWasSilentUntilThen() throws Exception {
        FlowSpec spec = ControlScript.spec(0.01).toBuilder()
                .silence(new SilenceSpec(Limit.OFF, Limit.AUTO, "metrics"))
                .build();
        try (ControlledHarness harness = ControlledHarness.start(spec)) {
            for (int minute = 0; minute < KNOWN; minute++) {
                harness.clock(START + minute * MINUTE);
                harness.record(Scripts.at("s", START + minute * MINUTE, 1, minute));
                harness.operator().processWatermark1(new Watermark(START + minute * MINUTE));
            }

            harness.operator().processWatermarkStatus(WatermarkStatus.IDLE, 0);
            harness.clock(START + 300 * MINUTE);
            harness.operator().finish();

            assertThat(harness.alerts()).extracting(Alert::ending).containsExactly(null, EndReason.INPUT_ENDED);
            assertThat(harness.alerts().get(1).end()).isEqualTo(START + 300 * MINUTE);
        }
    }
}
