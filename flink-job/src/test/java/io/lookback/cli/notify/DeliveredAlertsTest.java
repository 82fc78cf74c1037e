package io.lookback.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveredAlertsTest {

    @Test
    void onlyAlertsOfAssignedPartitionsAreOpen() {
        DeliveredAlerts delivered = new DeliveredAlerts();
        Notice here = Changes.notice("here", "BEGIN");
        delivered.enter(here, 0);
        delivered.enter(Changes.notice("elsewhere", "BEGIN"), 1);
        delivered.enter(Changes.notice("over", "END"), 0);

        assertThat(delivered.open(Instant.EPOCH, partition -> partition == 0)).containsExactly(here);
    }
}
