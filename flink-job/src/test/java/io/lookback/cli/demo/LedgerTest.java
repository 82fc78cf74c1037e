package io.lookback.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.cli.demo.Ledger.SeenAlert;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void isExactOnceEveryRecordHasAScoreOrIsADeadLetter() {
        ledger.sent(0, 0);
        ledger.sent(3, 0);
        ledger.sent(3, 1);

        ledger.scored("lookback-observations-3-0");
        ledger.deadLetter(3, 1);
        assertThat(ledger.answered()).isFalse();
        assertThat(ledger.counts().exact()).isFalse();

        ledger.scored("lookback-observations-0-0");
        assertThat(ledger.answered()).isTrue();
        assertThat(ledger.counts().exact()).isTrue();
    }

    @Test
    void countsAScoreThatComesAgain() {
        ledger.sent(0, 0);

        ledger.scored("topic-0-0");
        ledger.scored("topic-0-0");

        assertThat(ledger.answered()).isTrue();
        assertThat(ledger.counts().repeated()).isEqualTo(1);
        assertThat(ledger.counts().exact()).isFalse();
    }

    @Test
    void acceptsAScoreThatOvertakesTheProducersOwnAnswer() {
        ledger.scored("topic-0-0");

        ledger.sent(0, 0);

        assertThat(ledger.counts().exact()).isTrue();
    }

    @Test
    void followsAlertsByTheirId() {
        ledger.alert("a", new SeenAlert("cpu", 10, 10, true));
        ledger.alert("b", new SeenAlert("cpu", 50, 50, true));
        ledger.alert("a", new SeenAlert("cpu", 10, 30, false));

        assertThat(ledger.alerts())
                .containsExactly(new SeenAlert("cpu", 10, 30, false), new SeenAlert("cpu", 50, 50, true));
        assertThat(ledger.counts().alerts()).isEqualTo(2);
        assertThat(ledger.counts().openAlerts()).isEqualTo(1);
    }

    @Test
    void holdsAlertsAgainstLabels() {
        Label early = new Label("cpu", 100, 200, "spike");
        Label late = new Label("cpu", 1000, 1100, "dip");
        Label elsewhere = new Label("mem", 100, 200, "drift");
        SeenAlert justAfter = new SeenAlert("cpu", 250, 260, false);
        SeenAlert longBefore = new SeenAlert("cpu", 500, 600, false);

        Findings findings = Findings.of(List.of(early, late, elsewhere), List.of(justAfter, longBefore));

        assertThat(findings.found()).containsExactly(early);
        assertThat(findings.missed()).containsExactly(late, elsewhere);
        assertThat(findings.elsewhere()).containsExactly(longBefore);
    }
}
