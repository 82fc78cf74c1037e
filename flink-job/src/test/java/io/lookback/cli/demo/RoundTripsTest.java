package io.lookback.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.demo.RoundTrips.SeenAlert;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTripsTest {

    private final RoundTrips roundTrips = new RoundTrips();

    @Test
    void isExactOnceEveryRecordHasAScoreOrIsADeadLetter() {
        roundTrips.sent(0, 0);
        roundTrips.sent(3, 0);
        roundTrips.sent(3, 1);

        roundTrips.scored("lookback-observations-3-0");
        roundTrips.deadLetter(3, 1);
        assertThat(roundTrips.answered()).isFalse();
        assertThat(roundTrips.counts().exact()).isFalse();

        roundTrips.scored("lookback-observations-0-0");
        assertThat(roundTrips.answered()).isTrue();
        assertThat(roundTrips.counts().exact()).isTrue();
    }

    @Test
    void countsAScoreThatComesAgain() {
        roundTrips.sent(0, 0);

        roundTrips.scored("topic-0-0");
        roundTrips.scored("topic-0-0");

        assertThat(roundTrips.answered()).isTrue();
        assertThat(roundTrips.counts().repeated()).isEqualTo(1);
        assertThat(roundTrips.counts().exact()).isFalse();
    }

    @Test
    void acceptsAScoreThatOvertakesTheProducersOwnAnswer() {
        roundTrips.scored("topic-0-0");

        roundTrips.sent(0, 0);

        assertThat(roundTrips.counts().exact()).isTrue();
    }

    @Test
    void followsAlertsByTheirId() {
        roundTrips.alert("a", new SeenAlert("cpu", 10, 10, true));
        roundTrips.alert("b", new SeenAlert("cpu", 50, 50, true));
        roundTrips.alert("a", new SeenAlert("cpu", 10, 30, false));

        assertThat(roundTrips.alerts())
                .containsExactly(new SeenAlert("cpu", 10, 30, false), new SeenAlert("cpu", 50, 50, true));
        assertThat(roundTrips.counts().alerts()).isEqualTo(2);
        assertThat(roundTrips.counts().openAlerts()).isEqualTo(1);
    }

    @Test
    void holdsAlertsAgainstLabels() {
        Label early = new Label("cpu", 100, 200, "spike");
        Label late = new Label("cpu", 1000, 1100, "dip");
        Label elsewhere = new Label("mem", 100, 200, "drift");
        SeenAlert justAfter = new SeenAlert("cpu", 250, 260, false);
        SeenAlert longBefore = new SeenAlert("cpu", 500, 600, false);

        DetectedLabels detected = DetectedLabels.of(List.of(early, late, elsewhere), List.of(justAfter, longBefore));

        assertThat(detected.found()).containsExactly(early);
        assertThat(detected.missed()).containsExactly(late, elsewhere);
        assertThat(detected.elsewhere()).containsExactly(longBefore);
    }
}
