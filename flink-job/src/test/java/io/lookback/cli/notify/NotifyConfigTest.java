package io.lookback.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.job.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyConfigTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            headers: {Host: evil}         | targets[0].headers.Host is 'evil'
            headers: {Content-Length: 5}  | targets[0].headers.Content-Length is '5'
            headers: {a b: x}             | targets[0].headers.a b is 'x'
            headers: {X-Team: "a\\nb"}    | targets[0].headers.X-Team is 'a
            content-type: "text/plain\\n" | targets[0].content-type is 'text/plain
            token: "${env:TOKEN}\\n"      | targets[0].token is '<secret>'
            """)
    void aHeaderThatCannotBeSentIsRefused(String entry, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(entry))
                .withMessageStartingWith(message)
                .withMessageContaining("no such header can be sent: give a name that HTTP allows")
                .withMessageNotContaining("hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            metrics.port=99999            | metrics.port is '99999' (--set): give 0 to 65535, 0 for any
            metrics.port=-5               | metrics.port is '-5' (--set): give 0 to 65535, 0 for any
            metrics.address=host.invalid  | metrics.address is 'host.invalid' (--set): give an address of this machine
            retry.first=10 min            | retry.longest: give at least retry.first, which is 10 min
            retry.longest=999 ms          | retry.longest is '999 ms' (--set): give at least retry.first, which is 1 s
            look-back=36501 d             | look-back is '36501 d' (--set): give a duration with its unit
            timeout=1 ns                  | timeout is '1 ns' (--set): give a duration with its unit
            repetition=0 s                | repetition is '0 s' (--set): give a duration with its unit
            """)
    void aSettingThatCannotWorkIsRefused(String override, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("name: hook", "metrics.port=0", override))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            webhook      | labels: {team: ops}              | labels.team is 'ops'
            slack        | labels: {team: ops}              | labels.team is 'ops'
            slack        | template: x                      | template is 'x'
            slack        | template-file: x                 | template-file is 'x'
            slack        | phases: begin                    | phases is 'begin'
            alertmanager | content-type: text/plain         | content-type is 'text/plain'
            alertmanager | values: {a: b}                   | values.a is 'b'
            webhook      | values: {a: b}                   | values.a is 'b'
            webhook      | {template: x, template-file: y}  | template-file is 'y'
            slack        | password: "${env:TOKEN}"         | password is '<secret>'
            slack        | {token: "${env:TOKEN}", user: u} | token is '<secret>'
            slack        | {user: u, headers.authorization: "${env:TOKEN}"} | headers.authorization is '<secret>'
            """)
    void aSettingOfATargetWithoutEffectIsRefused(String kind, String entry, String message) {
        String entries = entry.replaceAll("^\\{|}$", entry.startsWith("{") ? "" : "$0");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> readTarget("{kind: " + kind + ", url: 'http://a:1', " + entries + "}"))
                .withMessageStartingWith("targets[0]." + message)
                .withMessageNotContainingAny("hush", "cannot be read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka.group.id=mine             | kafka.group.id is 'mine' (--set): remove it: the consumer groups are named
            kafka.enable.auto.commit=true   | kafka.enable.auto.commit is 'true' (--set): remove it: an offset is committed
            kafka.auto.offset.reset=latest  | kafka.auto.offset.reset is 'latest' (--set): remove it: a new group begins
            repetition=5 s                  | repetition is '5 s' (--set): only a target of kind alertmanager uses it
            """)
    void aSettingWithoutEffectIsRefused(String override, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("name: hook", override))
                .withMessageStartingWith(message);
    }

    @Test
    void openAlertsOfAnAlertmanagerAreRepeatedAsOftenAsWanted() throws Exception {
        assertThat(readTarget("{kind: alertmanager, url: 'http://a:1'}", "repetition=5 s")
                        .repetition())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anAddressOfNoMetricsIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("name: hook", "metrics.address=127.0.0.1"))
                .withMessage("metrics.address is '127.0.0.1' (--set):"
                        + " there are no metrics without metrics.port: give it, such as 9465");
    }

    @Test
    void aTemplateThatNeedsAnotherOneIsRefusedUnderTheKeyThatGaveIt() throws Exception {
        Path template = Files.writeString(folder.resolve("card.mustache"), "{{#open}}{{> header}}{{/open}}");

        for (String entry : List.of("template: '{{> header}}'", "template-file: " + template)) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> read(entry))
                    .withMessageStartingWith("targets[0]." + entry.substring(0, entry.indexOf(':')) + " is '")
                    .withMessageEndingWith(
                            "partial 'header' cannot be loaded: write its text in the place of {{> header}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65535"})
    void theMetricsMayHaveAnyPort(String port) throws Exception {
        assertThat(read("name: hook", "metrics.port=" + port).metrics())
                .hasValueSatisfying(address -> assertThat(address.getPort()).hasToString(port));
    }

    @Test
    void withoutAPortThereAreNoMetrics() throws Exception {
        assertThat(read("name: hook").metrics()).isEmpty();
    }

    private NotifyConfig read(String entry, String... overrides) throws IOException {
        return readTarget("""
                kind: webhook
                  url: http://a:1
                  %s""".formatted(entry), overrides);
    }

    private NotifyConfig readTarget(String target, String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("notify.yaml"), """
                kafka.bootstrap: b:1
                targets:
                - %s
                """.formatted(target));
        return NotifyConfig.read(file, List.of(overrides), Map.of("TOKEN", "hush"));
    }
}
