package io.lookback.control;

import static io.lookback.control.Label.Verdict.FALSE_ALARM;
import static io.lookback.control.Label.Verdict.REAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ControlBookTest {

    private final ControlBook book = new ControlBook(new ControlLimits(2, 300, 2));

    @Test
    void aFalseAlarmHalvesTheRateForWhatComesAfterIt() {
        book.put(label("a", "s", FALSE_ALARM, 1_000));

        assertThat(book.rateFactor("s", 1_000)).isEqualTo(1);
        assertThat(book.rateFactor("s", 1_001)).isEqualTo(0.5);
        assertThat(book.rateFactor("other", 1_001)).isEqualTo(1);
    }

    @Test
    void aRealAlertDoublesIt() {
        book.put(label("a", "s", REAL, 1_000));

        assertThat(book.rateFactor("s", 2_000)).isEqualTo(2);
    }

    @Test
    void staysWithinItsBoundsAndComesBackAtOnce() {
        for (int i = 0; i < 10; i++) {
            book.put(label("f" + i, "s", FALSE_ALARM, i));
        }
        book.put(label("r", "s", REAL, 100));

        assertThat(book.rateFactor("s", 50)).isEqualTo(1 / 16.0);
        assertThat(book.rateFactor("s", 101)).isEqualTo(1 / 8.0);

        for (int i = 0; i < 10; i++) {
            book.put(label("r" + i, "s", REAL, 200 + i));
        }
        assertThat(book.rateFactor("s", 300)).isEqualTo(4);
    }

    @Test
    void dependsOnTheLabelsAndNotOnTheOrderOfTheirArrival() {
        List<Label> labels = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            labels.add(label("l" + i, "s", random.nextBoolean() ? REAL : FALSE_ALARM, random.nextInt(20)));
        }
        ControlBook other = new ControlBook(ControlLimits.DEFAULT);

        labels.forEach(book::put);
        Collections.shuffle(labels, random);
        labels.forEach(other::put);
        other.put(label("more", "s", REAL, 5));
        other.remove("more");

        for (long time = 0; time < 25; time++) {
            assertThat(other.rateFactor("s", time)).as("at %d", time).isEqualTo(book.rateFactor("s", time));
        }
    }

    @Test
    void whatIsTakenAwayLeavesNoTrace() {
        book.put(label("a", "s", FALSE_ALARM, 1));
        book.put(label("a", "t", FALSE_ALARM, 1));

        assertThat(book.rateFactor("s", 2)).isEqualTo(1);
        assertThat(book.rateFactor("t", 2)).isEqualTo(0.5);
        assertThat(book.labels()).isEqualTo(1);

        book.remove("a");
        assertThat(book.rateFactor("t", 2)).isEqualTo(1);
        assertThat(book.labels()).isZero();
    }

    @Test
    void anIdStandsForOneEntryOfEitherKind() {
        book.put(rule("a", "s"));
        book.put(label("a", "s", REAL, 1));

        assertThat(book.covering(Alerts.of("s", 0, 1, 2))).isEmpty();
        assertThat(book.rules()).isZero();
        assertThat(book.labels()).isEqualTo(1);
    }

    @Test
    void theFirstRuleByIdSuppresses() {
        book.put(rule("b", "*"));
        book.put(rule("a", "s"));

        assertThat(book.covering(Alerts.of("s", 0, 1, 2))).map(Rule::id).contains("a");
        assertThat(book.covering(Alerts.of("t", 0, 1, 2))).map(Rule::id).contains("b");
    }

    @Test
    void theAnnouncementWhosePatternSaysMostComesFirst() {
        ControlBook large = new ControlBook(ControlLimits.DEFAULT);
        List<Announcement> announced = new ArrayList<>(List.of(
                announcement("z", "db-7"),
                announcement("b", "db-*"),
                announcement("c", "*db-"),
                announcement("d", "d*?"),
                announcement("a", "*")));
        Collections.shuffle(announced, new Random(5));

        announced.forEach(large::put);

        assertThat(large.announcements()).extracting(Announcement::id).containsExactly("z", "b", "c", "d", "a");
    }

    @Test
    void announcementsAreOneKindOfEntryAmongOthers() {
        book.put(announcement("m", "*"));
        book.put(announcement("n", "*"));

        assertThat(book.put(announcement("o", "*")).orElseThrow())
                .startsWith("The job follows 2 models already. Remove some, or raise control.max-models");
        assertThat(book.put(announcement("n", "s"))).as("in place of another").isEmpty();
        assertThat(book.labels()).isZero();
        assertThat(book.rules()).isZero();

        book.put(rule("m", "*"));
        book.remove("n");
        assertThat(book.announcements()).isEmpty();
        assertThat(book.rules()).isEqualTo(1);
    }

    @Test
    void refusesMoreThanItsLimitsAndKeepsWhatItHas() {
        book.put(rule("a", "*"));
        book.put(rule("b", "*"));

        assertThat(book.put(rule("c", "*")))
                .contains("The job follows 2 rules already. Remove some, or raise control.max-rules, then add this one"
                        + " again.");
        assertThat(book.put(rule("b", "s"))).as("in place of another").isEmpty();
        assertThat(book.rules()).isEqualTo(2);
        assertThat(book.get("b")).isEqualTo(rule("b", "s"));

        for (int i = 0; i < 100; i++) {
            assertThat(book.put(label("l" + i, "s", REAL, i))).isEmpty();
        }
        assertThat(book.put(label("one-more", "s", REAL, 0)))
                .contains("Series 's' has 100 labels already. Remove the oldest, then add this one again.");
        assertThat(book.put(label("l5", "s", FALSE_ALARM, 5)))
                .as("in place of another")
                .isEmpty();
        for (int i = 0; i < 200; i++) {
            assertThat(book.put(label("m" + i, "t" + i, REAL, i))).isEmpty();
        }
        assertThat(book.put(label("last", "u", REAL, 0)).orElseThrow())
                .startsWith("The job follows 300 labels already.");
    }

    private static Label label(String id, String series, Label.Verdict verdict, long until) {
        return new Label(id, series, verdict, 0, until, "");
    }

    private static Announcement announcement(String id, String series) {
        return new Announcement(
                id,
                new SeriesPattern(series),
                "lstm",
                "lstm-2",
                new Announcement.ModelFile("lstm-2.onnx", "0".repeat(64)),
                false,
                "");
    }

    private static Rule rule(String id, String series) {
        return new Rule(id, new Scope(new SeriesPattern(series), null, null), Tolerance.ANY, Times.ALWAYS, "known");
    }
}
