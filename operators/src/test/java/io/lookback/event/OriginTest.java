package io.lookback.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void aPointOfOneTopicHasNoIdOfARecordOfAnother() {
        Origin point = new Origin("m", 0, 0).point(1);
        Origin record = new Origin("m-0", 0, 1);

        assertThat(point.id()).isEqualTo("m-0-0.1").isNotEqualTo(record.id());
    }
}
