package io.lookback.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lookback.cli.watch.Track.Changes;
import io.lookback.cli.watch.Track.Known;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchStateTest {

    private static final Limits SMALL = new Limits(3, 4, 2, 1 << 20);

    private final WatchState watchState = new WatchState(SMALL);

    @Test
    void remembersTheLatestPointsOfASeries() {
        for (int minute = 0; minute < 10; minute++) {
            watchState.score(Records.score("a", minute, minute, 0.1));
        }

        Changes changes = everything("a");

        assertThat(minutes(changes)).containsExactly(6L, 7L, 8L, 9L);
        assertThat(changes.features()).containsExactly("load");
        assertThat(changes.points().get(3).features().get(0).value()).isEqualTo(9);
        assertThat(changes.points().get(3).features().get(0).lower()).isNaN();
        assertThat(changes.points().get(3).attention()).containsExactly(new Point.Look("local", "load", 420_000, 0.4));
        assertThat(changes.points().get(3).weights()).containsExactly(new Point.Weight("load", "last", 0.75, 2.25));
        assertThat(watchState.counts().records()).isEqualTo(10);
    }

    @Test
    void tellsAReaderOnlyWhatItDoesNotHave() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        Known known = everything("a").known();

        assertThat(watchState.since("a", known))
                .hasValueSatisfying(nothing -> assertThat(nothing.nothing()).isTrue());
        watchState.score(Records.score("a", 2, 2, 0.1));
        Changes changes = watchState.since("a", known).orElseThrow();

        assertThat(changes.anew()).isFalse();
        assertThat(minutes(changes)).containsExactly(2L);
    }

    @Test
    void putsALatePointIntoItsPlaceAndTellsTheReaderAnew() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.score(Records.score("a", 3, 3, 0.1));
        Known known = everything("a").known();

        watchState.score(Records.score("a", 2, 2, 0.1));
        Changes changes = watchState.since("a", known).orElseThrow();

        assertThat(changes.anew()).isTrue();
        assertThat(minutes(changes)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void takesARepeatedScoreOnce() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.score(Records.score("a", 2, 2, 0.1));
        Known known = everything("a").known();

        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.score(Records.score("a", 2, 2, 0.1));

        assertThat(watchState.since("a", known))
                .hasValueSatisfying(nothing -> assertThat(nothing.nothing()).isTrue());
    }

    @Test
    void aFurtherSeriesTakesThePlaceOfOneThatHasGoneSilent() {
        for (String series : List.of("a", "b", "c", "a")) {
            watchState.score(Records.score(series, 1, 1, 0.1));
        }

        watchState.score(Records.score("d", 62, 1, 0.1));

        assertThat(watchState.since(0).rows()).extracting(Track.Row::series).containsExactlyInAnyOrder("a", "c", "d");
        assertThat(watchState.since("b", Known.NOTHING)).isEmpty();
        assertThat(watchState.counts()).isEqualTo(new WatchState.Counts(5, 3, 1, 0));
    }

    @Test
    void seriesThatAreThereKeepTheirPastWhenFurtherOnesCome() {
        for (int minute = 0; minute < 100; minute++) {
            for (String series : List.of("a", "b", "c", "d", "e")) {
                watchState.score(Records.score(series, minute, 1, 0.1));
            }
        }

        assertThat(watchState.since(0).rows()).extracting(Track.Row::series).containsExactly("a", "b", "c");
        assertThat(minutes(everything("a"))).containsExactly(96L, 97L, 98L, 99L);
        assertThat(watchState.counts()).isEqualTo(new WatchState.Counts(500, 3, 0, 2));
    }

    @Test
    void aSeriesIsSilentAfterTenOfItsIntervals() {
        for (int minute = 0; minute < 40; minute += 10) {
            for (String series : List.of("a", "b", "c")) {
                watchState.score(Records.score(series, minute, 1, 0.1));
            }
        }

        watchState.score(Records.score("d", 130, 1, 0.1));
        assertThat(watchState.counts().hidden()).isOne();

        watchState.score(Records.score("d", 131, 1, 0.1));
        assertThat(watchState.counts().hidden()).isZero();
        assertThat(everything("d").points()).hasSize(1);
    }

    @Test
    void aSeriesWithAnOpenAlertIsAlwaysShown() {
        List.of("a", "b", "c").forEach(series -> watchState.score(Records.score(series, 1, 1, 0.1)));

        watchState.alert(Records.alert("d", "END", 1, 0.9));
        assertThat(watchState.since("d", Known.NOTHING)).isEmpty();

        watchState.alert(Records.alert("e", "BEGIN", 1, 0.9));
        assertThat(everything("e").alerts()).hasSize(1);
        assertThat(watchState.counts().series()).isEqualTo(3);
    }

    @Test
    void allSeriesKeepFewerPointsWhenTheMemoryIsFull() {
        WatchState tight = new WatchState(new Limits(1000, 1000, 10, 1 << 20));

        for (int minute = 0; minute < 1000; minute++) {
            for (int series = 0; series < 20; series++) {
                tight.score(Records.score("s" + series, minute, 1, 0.1));
            }
        }

        assertThat(tight.counts()).isEqualTo(new WatchState.Counts(20_000, 20, 0, 0));
        for (int series = 0; series < 20; series++) {
            List<Long> kept = minutes(tight.since("s" + series, Known.NOTHING).orElseThrow());
            assertThat(kept).hasSizeBetween(32, 500).endsWith(998L, 999L);
        }
    }

    @Test
    void hidesSeriesForWhichThereIsNoMemory() {
        WatchState tight = new WatchState(new Limits(1000, 1000, 10, 20_000));

        for (int minute = 0; minute < 50; minute++) {
            for (int series = 0; series < 200; series++) {
                tight.score(Records.score("s" + series, minute, 1, 0.1));
            }
        }

        assertThat(tight.counts().series()).isBetween(10, 100);
        assertThat(tight.counts().hidden()).isEqualTo(200 - tight.counts().series());
        assertThat(minutes(tight.since("s1", Known.NOTHING).orElseThrow())).contains(49L);
    }

    @Test
    void tellsTheLinesThatChanged() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.score(Records.score("b", 1, 1, 0.2));
        long change = watchState.since(0).change();

        watchState.score(Records.score("b", 2, 1, 0.75));
        WatchState.Lines lines = watchState.since(change);

        assertThat(lines.all()).isFalse();
        assertThat(lines.rows()).containsExactly(new Track.Row("b", 0.75, 0.75, 0, false, 1, 120_000, "3c"));
        assertThat(watchState.since(lines.change()).rows()).isEmpty();
    }

    @Test
    void tellsAllLinesOnceASeriesHasLeft() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        long change = watchState.since(0).change();

        List.of("b", "c", "d").forEach(series -> watchState.score(Records.score(series, 99, 1, 0.1)));

        assertThat(watchState.since(change).all()).isTrue();
        assertThat(watchState.since(change).rows()).hasSize(3);
    }

    @Test
    void followsAnAlertFromItsBeginningToItsEnd() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.alert(Records.alert("a", "BEGIN", 1, 0.7));
        double open = watchState.since(0).rows().get(0).peak();

        watchState.alert(Records.alert("a", "UPDATE", 1, 0.9));
        double higher = watchState.since(0).rows().get(0).peak();
        watchState.alert(Records.alert("a", "END", 1, 0.9));
        Changes changes = everything("a");

        assertThat(open).isEqualTo(0.7);
        assertThat(higher).isEqualTo(0.9);
        assertThat(watchState.since(0).rows().get(0).peak()).isZero();
        assertThat(changes.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.open()).isFalse();
            assertThat(alert.peak()).isEqualTo(120_000);
            assertThat(alert.expected()).isNaN();
        });
    }

    @Test
    void anAlertThatIsKnownIsListedAndNotLoud() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.alert(Records.known("a", "BEGIN", 1, 0.7));
        double quiet = watchState.since(0).rows().get(0).peak();
        String known = everything("a").alerts().get(0).suppression();

        watchState.alert(Records.alert("a", "UPDATE", 1, 0.9));

        assertThat(quiet).isZero();
        assertThat(known).isEqualTo("r1: backup");
        assertThat(watchState.since(0).rows().get(0).peak()).isEqualTo(0.9);
        assertThat(everything("a").alerts().get(0).suppressed()).isFalse();
    }

    @Test
    void remembersTheLatestAlerts() {
        for (int begin = 0; begin < 5; begin++) {
            watchState.alert(Records.alert("a", "END", begin, 0.9));
        }

        assertThat(everything("a").alerts()).extracting(SeenAlert::begin).containsExactly(180_000L, 240_000L);
    }

    @Test
    void beginsAgainWhenTheFeaturesChange() {
        watchState.score(Records.score("a", 1, 1, 0.1));
        watchState.score(Records.json("""
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

    @Test
    void remembersOpenIncidentsLongerThanThoseThatAreOver() {
        watchState.incident(Records.incident("open", "BEGIN", 1));
        for (int i = 0; i < SeenIncidents.MOST + 10; i++) {
            watchState.incident(Records.incident("over-" + i, "BEGIN", i));
            watchState.incident(Records.incident("over-" + i, "END", i));
            watchState.incident(Records.incident("over-" + i, "BEGIN", i));
        }

        assertThat(watchState.incidents()).hasSize(SeenIncidents.MOST);
        assertThat(watchState.incidents().get(0).id()).isEqualTo("open");
        assertThat(watchState.incidents().subList(1, SeenIncidents.MOST))
                .as("a beginning that comes again does not open what is over")
                .noneMatch(SeenIncident::open);
    }

    private Changes everything(String series) {
        return watchState.since(series, Known.NOTHING).orElseThrow();
    }

    private static List<Long> minutes(Changes changes) {
        return changes.points().stream().map(point -> point.time() / 60_000).toList();
    }
}
