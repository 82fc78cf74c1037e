package io.lookback.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertIdsTest {

    @Test
    void usualIdsAreTheSeriesAndTheBeginning() {
        assertThat(AlertIds.ofAnomaly("host", 5, 0)).isEqualTo("host-5");
        assertThat(AlertIds.ofSilence("host", 5, 0)).isEqualTo("host-silence-5");
    }

    @Test
    void noTwoAlertsShareOne() {
        List<String> ids = new ArrayList<>();
        for (String series : List.of("x", "x-", "x--", "x-5", "x-n5", "x-silence", "x-silence-silence", "x-5.17", "")) {
            for (long begin : new long[] {-5, 0, 5}) {
                for (long number : new long[] {0, 17}) {
                    ids.add(AlertIds.ofAnomaly(series, begin, number));
                    ids.add(AlertIds.ofSilence(series, begin, number));
                }
            }
        }

        assertThat(ids).doesNotHaveDuplicates();
    }
}
