package io.lookback.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI SOMEWHERE = URI.create("http://somewhere:1");
    private static final Instant NOW = Instant.parse("2026-01-31T13:05:00Z");
    private static final String HOSTILE =
            "\", \"event_action\": \"resolve\" <!channel> @all `*x*` <http://evil.example|bank> \u202e\n{{severity}}";

    @Test
    void alertmanagerIsToldOfAnEndAheadWhileAnAlertIsOpen() throws Exception {
        Alertmanager target =
                new Alertmanager(URI.create("http://am:9093/"), Map.of(), Map.of("team", "ops"), Duration.ofMinutes(1));

        Message open =
                target.message(Changes.notice("web/7", "BEGIN"), true, NOW).orElseThrow();
        Message over =
                target.message(Changes.notice("web/7", "END"), false, NOW).orElseThrow();

        assertThat(open.address()).hasToString("http://am:9093/api/v2/alerts");
        JsonNode alert = JSON.readTree(open.body()).get(0);
        assertThat(alert.get("labels"))
                .isEqualTo(JSON.readTree(
                        "{\"alertname\": \"LookbackAnomaly\", \"series\": \"web/7\", \"team\": \"ops\"}"));
        assertThat(alert.get("startsAt").asText()).isEqualTo("2026-01-31T13:00:00Z");
        assertThat(alert.get("endsAt").asText()).isEqualTo("2026-01-31T13:09:00Z");
        assertThat(alert.at("/annotations/summary").asText()).startsWith("errors is 12 times");
        JsonNode ended = JSON.readTree(over.body()).get(0);
        assertThat(ended.get("labels")).isEqualTo(alert.get("labels"));
        assertThat(ended.get("endsAt").asText()).isEqualTo("2026-01-31T13:05:00Z");
    }

    @Test
    void hostileNamesStayTextForAlertmanager() throws Exception {
        Alertmanager target = new Alertmanager(SOMEWHERE, Map.of(), Map.of(), Duration.ofMinutes(1));

        JsonNode alert = JSON.readTree(target.message(Changes.notice(HOSTILE + "x".repeat(2_000), "BEGIN"), true, NOW)
                        .orElseThrow()
                        .body())
                .get(0);

        assertThat(alert.at("/labels/series").asText())
                .startsWith("\", \"event_action\"")
                .contains("\\u202e\\n{{severity}}xx")
                .hasSizeLessThan(600);
    }

    @Test
    void hostileNamesCallNobodyTogetherInAChat() throws Exception {
        Slack target = new Slack(SOMEWHERE, Map.of());

        String text = JSON.readTree(target.message(Changes.notice(HOSTILE, "BEGIN"), true, NOW)
                        .orElseThrow()
                        .body())
                .get("text")
                .asText();

        assertThat(text)
                .startsWith(":rotating_light: `\", \"event")
                .doesNotContain("<", "@all", "://", "*x*", "\n", "\u202e")
                .containsPattern("^[^`]*`[^`]*`[^`]*$");
    }

    @Test
    void aChatIsToldOfBeginningAndEndAlone() {
        Slack target = new Slack(SOMEWHERE, Map.of());

        assertThat(target.message(Changes.notice("s", "BEGIN"), true, NOW)).isPresent();
        assertThat(target.message(Changes.notice("s", "UPDATE"), false, NOW)).isEmpty();
        assertThat(target.message(Changes.notice("s", "END"), false, NOW)
                        .orElseThrow()
                        .body())
                .contains(":white_check_mark:", "is over");
    }

    @Test
    void aWebhookWithoutATemplateGetsTheChangeAsItWasRead() throws Exception {
        Webhook target =
                new Webhook(SOMEWHERE, Map.of(), Set.of("BEGIN"), new Webhook.Form("application/json", "", Map.of()));
        Notice notice = Changes.notice(HOSTILE, "BEGIN");

        assertThat(JSON.readTree(target.message(notice, true, NOW).orElseThrow().body()))
                .isEqualTo(notice.json());
        assertThat(target.message(Changes.notice("s", "END"), false, NOW)).isEmpty();
    }

    @Test
    void aTemplateEscapesForItsContentType() {
        String template = "{{series}}|{{#contributions}}{{feature}}{{/contributions}}|{{missing}}|{{action}}";
        Notice notice = Changes.notice("a\"<b>\n&", "END");

        assertThat(body("application/json", template, notice)).isEqualTo("a\\\"<b>\\n&|errors||resolve");
        assertThat(body("text/html", template, notice)).isEqualTo("a&quot;&lt;b&gt;\\n&amp;|errors||resolve");
        assertThat(body("text/plain", template, notice)).isEqualTo("a\"<b>\\n&|errors||resolve");
    }

    @Test
    void aBrokenTemplateIsRefusedAtTheStart() {
        assertThatThrownBy(() -> body("text/plain", "{{#open}}", Changes.notice("s", "BEGIN")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("open");
    }

    /** Fields and values as PagerDuty's events API v2 has them. */
    @Test
    void theRecipeForPagerDutyMakesAnEventOfVersionTwo() throws Exception {
        String template = Files.readString(Path.of("../docker/recipes/pagerduty.mustache"));
        for (String phase : List.of("BEGIN", "END")) {
            JsonNode event = JSON.readTree(body("application/json", template, Changes.notice(HOSTILE, phase)));

            assertThat(event.fieldNames()).toIterable().contains("routing_key", "event_action", "dedup_key", "payload");
            assertThat(event.get("routing_key").asText()).isEqualTo("k\"ey");
            assertThat(event.get("event_action").asText()).isEqualTo(phase.equals("BEGIN") ? "trigger" : "resolve");
            assertThat(event.get("dedup_key").asText()).isEqualTo(HOSTILE + "-1769864400000");
            assertThat(event.at("/payload/severity").asText()).isIn("critical", "error", "warning", "info");
            assertThat(Instant.parse(event.at("/payload/timestamp").asText())).isBefore(NOW);
            assertThat(event.at("/payload/summary").asText()).isNotEmpty();
            assertThat(event.at("/payload/source").asText()).isEqualTo(HOSTILE);
        }
    }

    private static String body(String contentType, String template, Notice notice) {
        return new Webhook(
                        SOMEWHERE,
                        Map.of(),
                        Set.of("BEGIN", "END"),
                        new Webhook.Form(contentType, template, Map.of("routing_key", "k\"ey")))
                .message(notice, true, NOW)
                .orElseThrow()
                .body();
    }
}
