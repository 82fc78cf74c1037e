package io.lookback.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.watch.Track.Changes;
import io.lookback.cli.watch.Track.Known;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final Limits SMALL = new Limits(3, 4, 2, 1 << 20);

    private final Board board = new Board(SMALL);

    @Test
    void remembersTheLatestPointsOfASeries() {
        for (int minute = 0; minute < 10; minute++) {
            board.score(Records.score("a", minute, minute, 0.1));
        }

        Changes changes = everything("a");

        assertThat(minutes(changes)).containsExactly(6L, 7L, 8L, 9L);
        assertThat(changes.features()).containsExactly("load");
        assertThat(changes.points().get(3).features().get(0).value()).isEqualTo(9);
        assertThat(changes.points().get(3).features().get(0).lower()).isNaN();
        assertThat(changes.points().get(3).attention()).containsExactly(new Point.Look("local", "load", 420_000, 0.4));
        assertThat(board.counts().records()).isEqualTo(10);
    }

    @Test
    void tellsAReaderOnlyWhatItDoesNotHave() {
        board.score(Records.score("a", 1, 1, 0.1));
        Known known = everything("a").known();

        assertThat(board.since("a", known))
                .hasValueSatisfying(nothing -> assertThat(nothing.nothing()).isTrue());
        board.score(Records.score("a", 2, 2, 0.1));
        Changes changes = board.since("a", known).orElseThrow();

        assertThat(changes.anew()).isFalse();
        assertThat(minutes(changes)).containsExactly(2L);
    }

    @Test
    void putsALatePointIntoItsPlaceAndTellsTheReaderAnew() {
        board.score(Records.score("a", 1, 1, 0.1));
        board.score(Records.score("a", 3, 3, 0.1));
        Known known = everything("a").known();

        board.score(Records.score("a", 2, 2, 0.1));
        Changes changes = board.since("a", known).orElseThrow();

        assertThat(changes.anew()).isTrue();
        assertThat(minutes(changes)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesARepeatedScoreOnce() {
        board.score(Records.score("a", 1, 1, 0.1));
        board.score(Records.score("a", 2, 2, 0.1));
        Known known = everything("a").known();

        board.score(Records.score("a", 1, 1, 0.1));
        board.score(Records.score("a", 2, 2, 0.1));

        assertThat(board.since("a", known))
                .hasValueSatisfying(nothing -> assertThat(nothing.nothing()).isTrue());
    }

    @Test
    void letsTheSeriesLeaveThatWasSilentForLongest() {
        for (String series : List.of("a", "b", "c", "a", "d")) {
            board.score(Records.score(series, 1, 1, 0.1));
        }

        assertThat(board.since(0).rows()).extracting(Track.Row::series).containsExactlyInAnyOrder("a", "c", "d");
        assertThat(board.since("b", Known.NOTHING)).isEmpty();
        assertThat(board.counts()).isEqualTo(new Board.Counts(5, 3, 1));
    }

    @Test
    void letsSeriesLeaveWhenTheMemoryIsFull() {
        Board tight = new Board(new Limits(1000, 1000, 10, 20_000));

        for (int series = 0; series < 200; series++) {
            tight.score(Records.score("s" + series, 1, 1, 0.1));
        }

        assertThat(tight.counts().series()).isBetween(10, 100);
        assertThat(tight.since("s199", Known.NOTHING)).isPresent();
    }

    @Test
    void tellsTheLinesThatChanged() {
        board.score(Records.score("a", 1, 1, 0.1));
        board.score(Records.score("b", 1, 1, 0.2));
        long change = board.since(0).change();

        board.score(Records.score("b", 2, 1, 0.75));
        Board.Lines lines = board.since(change);

        assertThat(lines.all()).isFalse();
        assertThat(lines.rows()).containsExactly(new Track.Row("b", 0.75, 0.75, 0, false, 1, 120_000, "3c"));
        assertThat(board.since(lines.change()).rows()).isEmpty();
    }

    @Test
    void tellsAllLinesOnceASeriesHasLeft() {
        board.score(Records.score("a", 1, 1, 0.1));
        long change = board.since(0).change();

        List.of("b", "c", "d").forEach(series -> board.score(Records.score(series, 1, 1, 0.1)));

        assertThat(board.since(change).all()).isTrue();
        assertThat(board.since(change).rows()).hasSize(3);
    }

    @Test
    void followsAnAlertFromItsBeginningToItsEnd() {
        board.score(Records.score("a", 1, 1, 0.1));
        board.alert(Records.alert("a", "BEGIN", 1, 0.7));
        double open = board.since(0).rows().get(0).peak();

        board.alert(Records.alert("a", "UPDATE", 1, 0.9));
        double higher = board.since(0).rows().get(0).peak();
        board.alert(Records.alert("a", "END", 1, 0.9));
        Changes changes = everything("a");

        assertThat(open).isEqualTo(0.7);
        assertThat(higher).isEqualTo(0.9);
        assertThat(board.since(0).rows().get(0).peak()).isZero();
        assertThat(changes.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.open()).isFalse();
            assertThat(alert.peak()).isEqualTo(120_000);
            assertThat(alert.expected()).isNaN();
        });
    }

    @Test
    void anAlertThatIsKnownIsListedAndNotLoud() {
        board.score(Records.score("a", 1, 1, 0.1));
        board.alert(Records.known("a", "BEGIN", 1, 0.7));
        double quiet = board.since(0).rows().get(0).peak();
        String known = everything("a").alerts().get(0).suppression();

        board.alert(Records.alert("a", "UPDATE", 1, 0.9));

        assertThat(quiet).isZero();
        assertThat(known).isEqualTo("r1: backup");
        assertThat(board.since(0).rows().get(0).peak()).isEqualTo(0.9);
        assertThat(everything("a").alerts().get(0).suppressed()).isFalse();
    }

    @Test
    void remembersTheLatestAlerts() {
        for (int begin = 0; begin < 5; begin++) {
            board.alert(Records.alert("a", "END", begin, 0.9));
        }

        assertThat(everything("a").alerts()).extracting(SeenAlert::begin).containsExactly(180_000L, 240_000L);
    }

    @Test
    void beginsAgainWhenTheFeaturesChange() {
        board.score(Records.score("a", 1, 1, 0.1));
        board.score(Records.json("""
                {"series": "a", "time": "1970-01-01T00:02:00Z",
                 "features": [{"name": "x", "value": 1}, {"name": "y", "value": 2}]}
                """));

        assertThat(everything("a").features()).containsExactly("x", "y");
        assertThat(minutes(everything("a"))).containsExactly(2L);
    }

    @Test
    void refusesLimitsOfNothing() {
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1))
                .hasMessageContaining("series")
                .hasMessageContaining("0");
    }

    private Changes everything(String series) {
        return board.since(series, Known.NOTHING).orElseThrow();
    }

    private static List<Long> minutes(Changes changes) {
        return changes.points().stream().map(point -> point.time() / 60_000).toList();
    }
}
