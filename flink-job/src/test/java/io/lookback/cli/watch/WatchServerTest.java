package io.lookback.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lookback.cli.CliException;
import io.lookback.cli.http.RequestRules;
import io.lookback.testkit.FaultCase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(900)
@Tag("slow")
class WatchServerTest {

    private static final String LOOPBACK = "127.0.0.1";

    private final WatchState watchState = new WatchState(Limits.DEFAULT);
    private final WatchServer server = WatchServer.start(LOOPBACK, 0, watchState, new Reading(3, Optional.of("gone")));
    private final HttpClient client = HttpClient.newHttpClient();

    private record Reading(long unreadable, Optional<String> failure) implements Health {}

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html, <!doctype html>",
        "/page.js, text/javascript, The live page",
        "/chart.js, text/javascript, Lookback",
        "/d3.js, text/javascript, d3js.org",
        "/page.css, text/css, --ground",
        "/icon.svg, image/svg+xml, <svg"
    })
    void servesThePageOutOfTheClassPath(String path, String type, String content) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(answer.body()).contains(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.js", "/absent"})
    void letsABrowserRunNothingButItsOwnFiles(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void namesNoOtherPlaceInItsFiles() throws Exception {
        assertThat(get("/").body()).doesNotContain("http://", "https://", "style=", "onclick");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:9999, 200",
        "127.0.0.1, 200",
        "[::1]:80, 200",
        "evil.example, 403",
        "localhost.evil.example:80, 403",
        "127.0.0.1.evil.example, 403"
    })
    void answersToThisMachinesOwnNamesAlone(String host, int status) throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host)))
                .startsWith("HTTP/1.1 %d ".formatted(status));
    }

    @Test
    void answersToAnyNameWhereItIsBoundToTheNetwork() throws IOException {
        RequestRules rules = new RequestRules(InetAddress.getByName("0.0.0.0"), "--host");

        assertThat(rules.refusal("GET", List.of("metrics.example"), null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void changesNothingOnRequest(String method) throws IOException {
        assertThat(raw("%s / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(method)))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void tellsHowMattersStandAndWhatIsInTheListAndInTheSeries() throws Exception {
        String name = "<img src=x onerror=alert(1)> & co";
        watchState.score(Records.score(name, 5, 7.25, 0.5));
        watchState.alert(Records.alert(name, "BEGIN", 5, 0.875));

        try (Events events = new Events("series=%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E+%26+co")) {
            JsonNode status = events.next("status");
            JsonNode row = events.next("list").path("rows").path(0);
            JsonNode points = events.next("points");

            assertThat(status.path("records").asInt()).isEqualTo(1);
            assertThat(status.path("unreadable").asInt()).isEqualTo(3);
            assertThat(status.path("failure").asText()).isEqualTo("gone");
            assertThat(row.path(0).asText()).isEqualTo(name);
            assertThat(row.path(3).asDouble()).isEqualTo(0.875);
            assertThat(points.path("anew").asBoolean()).isTrue();
            assertThat(points.path("time").path(0).asLong()).isEqualTo(300_000);
            assertThat(points.path("features").path(0).path("value").path(0).asDouble())
                    .isEqualTo(7.25);
            assertThat(points.path("features").path(0).path("lower").path(0).isNull())
                    .isTrue();
            assertThat(points.path("attention").path("300000").path(0).path(2).asLong())
                    .isEqualTo(180_000);
            assertThat(points.path("weights").path("300000")).hasToString("[[\"load\",\"last\",0.75,2.25]]");
            assertThat(points.path("alerts").path(0).path("open").asBoolean()).isTrue();
        }
    }

    @Test
    void tellsTheLatestForecastOfTheChosenSeries() throws Exception {
        watchState.score(Records.score("a", 5, 7.25, 0.5));
        watchState.forecast(Records.forecast("a", 5, 4.5));
        watchState.forecast(Records.forecast("a", 3, 9.5));

        try (Events events = new Events("series=a")) {
            JsonNode ahead = events.next("points").path("ahead");

            assertThat(ahead.path("made").asLong()).isEqualTo(Records.millis(5));
            assertThat(ahead.path("interval").asLong()).isEqualTo(60_000);
            assertThat(ahead.at("/features/load/expected").toString()).isEqualTo("[4.5,null]");
            assertThat(ahead.at("/features/load/upper").toString()).isEqualTo("[9.0,null]");
        }
    }

    @Test
    void tellsOfIncidentsWhenOneChanges() throws Exception {
        watchState.incident(Records.incident("i-1", "BEGIN", 1));

        try (Events events = new Events("")) {
            JsonNode begun = events.next("incidents").path("incidents");
            watchState.incident(Records.incident("i-1", "END", 1));
            JsonNode over = events.next("incidents").path("incidents");

            assertThat(begun).hasSize(1);
            assertThat(begun.at("/0/open").asBoolean()).isTrue();
            assertThat(begun.at("/0/begin").asLong()).isEqualTo(Records.millis(1));
            assertThat(begun.at("/0/members/1/series").asText()).isEqualTo("rack-3/<b>");
            assertThat(over.at("/0/open").asBoolean()).isFalse();
        }
    }

    @Test
    void goesOnWhereAReaderWas() throws Exception {
        watchState.score(Records.score("a", 1, 1, 0.1));
        String id;
        try (Events events = new Events("")) {
            events.next("list");
            id = events.id;
        }
        watchState.score(Records.score("b", 1, 1, 0.1));

        try (Events events = new Events("since=" + id)) {
            JsonNode list = events.next("list");

            assertThat(list.path("all").asBoolean()).isFalse();
            assertThat(list.path("rows")).hasSize(1);
        }
    }

    @Test
    void beginsAnewForAReaderOfAnEarlierServer() throws Exception {
        watchState.score(Records.score("a", 1, 1, 0.1));

        try (Events events = new Events("since=another:1")) {
            assertThat(events.next("list").path("all").asBoolean()).isTrue();
        }
    }

    @Test
    void gathersWhatComesFastIntoFewMessages() throws Exception {
        try (Events events = new Events("series=a")) {
            events.next("status");
            for (int minute = 0; minute < 900; minute++) {
                watchState.score(Records.score("a", minute, minute, 0.1));
            }

            int points = 0;
            int messages = 0;
            while (points < 900) {
                points += events.next("points").path("time").size();
                messages++;
            }

            assertThat(points).isEqualTo(900);
            assertThat(messages).isLessThan(90);
        }
    }

    @Test
    void refusesPagesOfOtherOrigins() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    @FaultCase(kind = "Security", input = "half-open connections to the live page", outcome = "closed")
    void closesConnectionsThatNeverAsk() throws IOException {
        for (String begun : List.of("", "GET / HT", "GET / HTTP/1.1\r\nHost: loc")) {
            try (Socket socket =
                    new Socket(LOOPBACK, URI.create(server.address()).getPort())) {
                socket.setSoTimeout(300_000);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));

                assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            }
        }
    }

    @Test
    @FaultCase(
            kind = "Security",
            input = "100 clients that hold streams of the live page open",
            outcome = "another client is still served")
    void readersThatHoldStreamsWithoutReadingKeepNobodyOut() throws Exception {
        List<Socket> held = new ArrayList<>();
        try {
            for (int reader = 0; reader < 100; reader++) {
                Socket socket =
                        new Socket(LOOPBACK, URI.create(server.address()).getPort());
                socket.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                held.add(socket);
            }

            try (Events events = new Events("")) {
                assertThat(events.next("status").isObject()).isTrue();
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void streamsThatMadeRoomForOthersGiveTheirConnectionsBack() throws Exception {
        Deque<Socket> held = new ArrayDeque<>();
        try {
            for (int reader = 0; reader < 400; reader++) {
                Socket socket =
                        new Socket(LOOPBACK, URI.create(server.address()).getPort());
                held.addLast(socket);
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

                assertThat(socket.getInputStream().readNBytes(12))
                        .as("stream %d", reader)
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("HTTP/1.1 200");
                if (held.size() > 66) {
                    held.removeFirst().close();
                }
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void saysWhichAddressIsTaken() {
        int port = URI.create(server.address()).getPort();

        assertThatThrownBy(() -> WatchServer.start(LOOPBACK, port, watchState, new Reading(0, Optional.empty())))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address() + path)).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, URI.create(server.address()).getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A browser's end of the stream. */
    private final class Events implements AutoCloseable {

        private final BufferedReader lines;
        private String id = "";

        Events(String query) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/events?" + query))
                    .build();
            lines = new BufferedReader(new InputStreamReader(
                    client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
        }

        /** The next event of that kind. */
        JsonNode next(String kind) throws IOException {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ") && event.equals(kind)) {
                    return Records.json(line.substring(6));
                }
            }
            throw new IOException("The stream ended before an event '%s'".formatted(kind));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
