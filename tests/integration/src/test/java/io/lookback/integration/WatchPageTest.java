package io.lookback.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lookback.cli.broker.EmbeddedBroker;
import io.lookback.cli.broker.Topics;
import io.lookback.cli.watch.Follower;
import io.lookback.cli.watch.Limits;
import io.lookback.cli.watch.WatchServer;
import io.lookback.cli.watch.WatchState;
import io.lookback.event.Alert;
import io.lookback.integration.Commands.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The live page and the report in a real browser; skipped where there is none. */
class WatchPageTest {

    private static final String HOSTILE = "<img src=x onerror=\"window.hurt=1\"><script>window.hurt=1</script>";
    private static final int SERIES = 3000;
    private static final int RECORDS_PER_SECOND = 1000;

    /** Far above what an idle machine shows, so that a busy one passes; a page that froze would not. */
    private static final long LONGEST_STALL_MS = 5000;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static Chromium browser;

    private final WatchState watchState = new WatchState(Limits.DEFAULT);
    private Telling telling;
    private Follower follower;
    private WatchServer server;

    @BeforeAll
    static void startBrowserAndBroker() throws Exception {
        Chromium.missing().ifPresent(what -> System.out.println("Skipped: the page cannot be looked at, " + what));
        assumeTrue(Chromium.missing().isEmpty(), () -> Chromium.missing().orElse(""));
        broker = EmbeddedBroker.start();
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(Map.of(Telling.SCORES, 2, Telling.ALERTS, 1, Telling.INCIDENTS, 1, Telling.FORECASTS, 1));
        }
        browser = Chromium.start(folder.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void startServer() {
        telling = new Telling(broker.bootstrap());
        Follower.Followed topics = new Follower.Followed(
                Telling.SCORES, Telling.ALERTS, Optional.of(Telling.INCIDENTS), Optional.of(Telling.FORECASTS));
        follower = Follower.start(broker.bootstrap(), Map.of(), topics, 0, watchState);
        server = WatchServer.start("127.0.0.1", 0, watchState, follower);
        browser.complaints();
    }

    @AfterEach
    void stopServer() {
        browser.open("about:blank");
        server.close();
        follower.close();
        telling.close();
    }

    @Test
    void saysThatItWaitsAndThenShowsWhatComes() throws Exception {
        browser.open(server.address());
        browser.await("the page is connected", () -> browser.text("#connection").equals("live"));
        assertThat(browser.text("#empty")).contains("No scores yet");

        telling.score("web/load", 1, 0.1);
        telling.flush();

        browser.await("the series is shown", () -> browser.text("#name").equals("web/load"));
        assertThat(browser.element("#empty").isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"db%2Fgone, db/gone", "%zz, %zz"})
    void saysThatTheSeriesOfALinkIsNotThereAndShowsItOnceItComes(String link, String series) throws Exception {
        telling.score("web/load", 1, 0.1);
        telling.flush();

        browser.open(server.address() + "#series=" + link);
        browser.await(
                "the series of the link is named", () -> browser.text("#name").equals(series));
        assertThat(browser.text("#state")).isEqualTo("not among the series that are shown");

        telling.score(series, 1, 0.1);
        telling.flush();
        browser.await("it is shown", () -> points().equals("1"));
        assertThat(browser.text("#name")).isEqualTo(series);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void findsASeriesAndShowsItsPastItsAlertAndItsAttention() throws Exception {
        for (int minute = 0; minute < 200; minute++) {
            telling.score("db/primary", minute, minute >= 150 && minute < 160 ? 0.9 : 0.1);
            telling.score("web/front", minute, 0.2);
        }
        telling.alert("db/primary", Alert.Phase.BEGIN, 150, 150);
        telling.alert("db/primary", Alert.Phase.END, 150, 159);
        telling.flush();
        browser.open(server.address());
        browser.await("both series are listed", () -> browser.count(".row:not([hidden])") == 2);

        browser.type("/");
        browser.type("FRONT");
        browser.await("one is found", () -> browser.text("#found").equals("1 found"));
        browser.type(Keys.ENTER);
        browser.await("it is chosen", () -> browser.text("#name").equals("web/front"));
        browser.type(Keys.ESCAPE);
        browser.await("all are listed again", () -> browser.count(".row:not([hidden])") == 2);
        browser.type(browser.text(".row").startsWith("db") ? "k" : "j");

        browser.await("the other one is chosen", () -> browser.text("#name").equals("db/primary"));
        browser.await("its points are drawn", () -> points().equals("200"));
        assertThat(browser.element("#chart").getAttribute("aria-label"))
                .startsWith("db/primary: 200 points from 2024-03-01 00:00 to 2024-03-01 03:19 UTC, 1 alerts, 0 open");
        assertThat(browser.text("#alerts tbody")).contains("2024-03-01 02:30", "2024-03-01 02:39", "▲ 88", "cpu");
        assertThat(colors())
                .as("value, band, alert and attention have been painted")
                .isGreaterThan(50);
        assertThat(browser.script("return document.querySelector('.chart-over').dataset.echoes"))
                .as(
                        "points of the past that are laid over the present: 48 before the step two minutes back, and up to now")
                .isIn("50", "51");
        assertThat(browser.text("#attention")).contains("shows where the model looked, not why");
        assertThat(browser.text("#attention-steps")).contains("2024-03-01 03:17, 2 min before", "50.0%");
        assertThat(browser.text("#forecasters-weights"))
                .contains("2024-03-01 03:19: cpu", "attention-1 expected 41.5", "62.5%", "last expected 40.25", "37.5%")
                .doesNotContain("memory");
        assertThat(browser.text("#features")).contains("cpu", "memory");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void drawsWhatIsExpectedOfTheNextRecords() throws Exception {
        for (int minute = 0; minute < 50; minute++) {
            telling.score("web/load", minute, 0.1);
        }
        telling.forecast("web/load", 49, 12);
        telling.flush();
        browser.open(server.address());

        browser.await("its points are drawn", () -> points().equals("50"));
        browser.await("and twelve steps ahead", () -> ahead().equals("12"));
        for (int minute = 50; minute < 55; minute++) {
            telling.score("web/load", minute, 0.1);
        }
        telling.flush();

        browser.await("what has come true is not drawn any more", () -> ahead().equals("7"));
        assertThat(browser.complaints()).isEmpty();
    }

    private static String ahead() {
        return String.valueOf(browser.script("return document.querySelector('.chart-base')?.dataset.ahead ?? ''"));
    }

    @Test
    void listsIncidentsAndGoesToTheirSeries() throws Exception {
        telling.score("web/front", 1, 0.1);
        telling.score("db/primary", 1, 0.9);
        telling.incident(Alert.Phase.BEGIN, 1, "db/primary", HOSTILE);
        telling.flush();
        browser.open(server.address());
        browser.await(
                "the incident is listed", () -> browser.text("#incidents-title").equals("Incidents · 1 open"));
        assertThat(browser.count("#incidents details[open]")).isZero();

        browser.element("#incidents summary").click();
        browser.await("it is unfolded", () -> browser.count("#incidents button") == 2);
        telling.incident(Alert.Phase.UPDATE, 1, "db/primary", HOSTILE, "web/front");
        telling.flush();
        browser.await("a third series joins", () -> browser.count("#incidents button") == 3);
        assertThat(browser.count("#incidents details[open]"))
                .as("it stays unfolded")
                .isEqualTo(1);
        assertThat(browser.text("#incidents")).contains("3 series are anomalous together", "<script>");
        browser.element("#incidents button:last-of-type").click();
        browser.await("its series is shown", () -> browser.text("#name").equals("web/front"));
        telling.incident(Alert.Phase.END, 1, "db/primary", HOSTILE, "web/front");
        telling.flush();

        browser.await("it is over", () -> browser.text("#incidents-title").equals("Incidents · none open"));
        assertThat(browser.script("return window.hurt === undefined")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void takesNothingInARecordForMarkup() throws Exception {
        for (int minute = 0; minute < 5; minute++) {
            telling.score(HOSTILE, minute, 0.1);
        }
        telling.alert(HOSTILE, Alert.Phase.BEGIN, 2, 2);
        telling.flush();

        browser.open(server.address());
        browser.await("the series is shown", () -> browser.text("#name").equals(HOSTILE));
        browser.await("its points are drawn", () -> points().equals("5"));

        assertThat(browser.text(".row")).startsWith(HOSTILE.substring(0, 20));
        assertThat(browser.count("img[src=x], main script, nav script")).isZero();
        assertThat(browser.script("return window.hurt === undefined")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void comesBackAfterTheServerWasAway() throws Exception {
        telling.score("web/load", 1, 0.1);
        telling.flush();
        browser.open(server.address());
        browser.await("the series is shown", () -> points().equals("1"));
        int port = URI.create(server.address()).getPort();

        server.close();
        browser.await("the page says so", () -> browser.text("#connection").startsWith("reconnecting"));
        telling.score("web/load", 2, 0.1);
        telling.flush();
        server = WatchServer.start("127.0.0.1", port, watchState, follower);

        browser.await("the page is back", () -> browser.text("#connection").equals("live"));
        browser.await("with what came meanwhile", () -> points().equals("2"));
    }

    @Test
    void staysSmoothWithThousandsOfSeriesAndAThousandUpdatesASecond() throws Exception {
        for (int series = 0; series < SERIES; series++) {
            telling.score("host-%04d/cpu".formatted(series), 0, series % 10 / 10.0);
        }
        telling.flush();
        browser.open(server.address());
        browser.await("all series are there", () -> browser.text("#fact-series").equals("3,000"));
        Thread teller = new Thread(this::tellFast, "teller");
        teller.start();
        try {
            browser.await("updates come", () -> speed() > 0.6 * RECORDS_PER_SECOND);

            long stall = ((Number) browser.asynchronous("""
                            const done = arguments[arguments.length - 1];
                            const begin = performance.now();
                            let last = begin;
                            let longest = 0;
                            const frame = (now) => {
                              longest = Math.max(longest, now - last);
                              last = now;
                              if (now - begin > 500) document.getElementById('list').scrollTop += 40;
                              if (now - begin < 8000) requestAnimationFrame(frame);
                              else done(longest);
                            };
                            requestAnimationFrame(frame);
                            """)).longValue();

            System.out.printf("Longest gap between frames: %d ms at %.0f records/s%n", stall, speed());
            assertThat(stall).isLessThan(LONGEST_STALL_MS);
            assertThat(browser.count(".row"))
                    .as("lines in sight alone are elements")
                    .isLessThan(60);
        } finally {
            teller.interrupt();
            teller.join();
        }
    }

    @Test
    void showsAReportWithoutAServer() throws Exception {
        StringBuilder rows = new StringBuilder("timestamp,value,label\n");
        for (int row = 0; row < 600; row++) {
            boolean trouble = row >= 500 && row < 510;
            rows.append("%d,%.3f,%d\n"
                    .formatted(
                            1_700_000_000 + 300 * row,
                            Math.sin(row / 20.0) + (trouble ? 9 : 0) + row % 7 * 0.01,
                            trouble ? 1 : 0));
        }
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/<b onclick=1>.csv"), rows);
        Path report = folder.resolve("report.html");

        Answer answer = Commands.run(
                "backtest",
                "--data",
                folder.resolve("in").toString(),
                "--out",
                folder.resolve("out").toString(),
                "--report",
                report.toString());
        browser.open(report.toUri().toString());

        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).contains("Lookback", "Seasonal naive", "Report: ");
        browser.await("the picture is drawn", () -> browser.count("article.drawn") == 1);
        browser.await("with every row", () -> points().equals("600"));
        assertThat(browser.text("article h2")).isEqualTo("<b onclick=1>");
        assertThat(browser.text("section.summary")).contains("NAB score", "VUS-PR", "Windowed Gaussian");
        assertThat(browser.text(".legend")).contains("labeled");
        assertThat(browser.count("h2 b, link, img, [src]")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    private void tellFast() {
        long begin = System.nanoTime();
        try {
            for (int sent = 0; !Thread.interrupted(); sent++) {
                long ahead = begin + sent * 1_000_000_000L / RECORDS_PER_SECOND - System.nanoTime();
                if (ahead > 0) {
                    LockSupport.parkNanos(ahead);
                }
                telling.score("host-%04d/cpu".formatted(sent % SERIES), 1 + sent / SERIES, sent % 10 / 10.0);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private double speed() {
        return Double.parseDouble(browser.text("#fact-rate").replace(",", ""));
    }

    private static String points() {
        return String.valueOf(browser.script("return document.querySelector('.chart-base')?.dataset.points ?? ''"));
    }

    /** Number of different colors on the canvas. */
    private static long colors() {
        return ((Number) browser.script("""
                        const canvas = document.querySelector('.chart-base');
                        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                        return new Set(new Uint32Array(data.buffer)).size;
                        """)).longValue();
    }
}
