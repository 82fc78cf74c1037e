package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lookback.cell.CellSpec;
import io.lookback.testkit.FaultCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    private Path folder;

    @Test
    void readsNestedAndDottedNamesAlike() {
        Settings settings = yaml("""
                kafka:
                  bootstrap: broker:9092
                  security.protocol: SASL_SSL
                input.topic: metrics
                """);

        assertThat(settings.text(Key.KAFKA_BOOTSTRAP)).isEqualTo("broker:9092");
        assertThat(settings.text(Key.INPUT_TOPIC)).isEqualTo("metrics");
        assertThat(settings.under("kafka.")).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
    }

    @Test
    void overridesWin() {
        Settings settings = yaml("wave: {size: 16}", "wave.size=32", "input.values=cpu, mem");

        assertThat(settings.count(Key.WAVE_SIZE)).isEqualTo(32);
        assertThat(settings.list(Key.INPUT_VALUES)).containsExactly("cpu", "mem");
    }

    @Test
    void keepsTheTextThatWasWritten() {
        assertThat(yaml("name: 1.10").text(Key.NAME)).isEqualTo("1.10");
        assertThat(yaml("name: on").text(Key.NAME)).isEqualTo("on");
        assertThat(yaml("name: 007").text(Key.NAME)).isEqualTo("007");
    }

    @Test
    void listsMayBeWrittenBothWays() {
        assertThat(yaml("input.values: [a, 'b,c']").list(Key.INPUT_VALUES)).containsExactly("a", "b,c");
        assertThat(yaml("input.values: a, b").list(Key.INPUT_VALUES)).containsExactly("a", "b");
    }

    @Test
    void aJobMayHaveNoCell() {
        assertThat(cells(yaml(""))).containsExactly(CellSpec.shipped("lookback"));
        assertThat(cells(yaml("cells: none"))).isEmpty();
        assertThat(cells(yaml("cells: [lstm]", "cells=none"))).isEmpty();
        assertThat(cells(yaml("cells: none", "cells=lstm"))).containsExactly(CellSpec.shipped("lstm"));
        assertThat(cells(yaml("cells: none", "cells[0].kind=lstm"))).containsExactly(CellSpec.shipped("lstm"));
    }

    @Test
    void cellsMayBeNamesOrSections() {
        assertThat(cells(yaml("cells: [lstm]"))).containsExactly(new CellSpec("lstm", null));
        assertThat(cells(yaml("cells: [{kind: lstm, model: a.onnx}]"))).containsExactly(new CellSpec("lstm", "a.onnx"));
        assertThat(cells(yaml("cells: [lstm, {kind: lstm, model: a.onnx}]")))
                .containsExactly(new CellSpec("lstm", null), new CellSpec("lstm", "a.onnx"));
        assertThat(cells(yaml("cells: [lstm]", "cells[0].model=b.onnx")))
                .containsExactly(new CellSpec("lstm", "b.onnx"));
        assertThat(cells(yaml("cells: [{kind: lstm, model: a.onnx}]", "cells=lstm")))
                .containsExactly(new CellSpec("lstm", null));
    }

    @Test
    void cellWithoutAKindIsRefused() {
        assertThatConfigException(() -> cells(yaml("cells: [{model: a.onnx}]")))
                .withMessageStartingWith("cells[0].kind is missing: name one of [lookback, lstm");
        assertThatConfigException(() -> cells(yaml("cells: [ltsm]")))
                .withMessageStartingWith(
                        "cells[0].kind is 'ltsm' (job.yaml, line 1): there is no such cell. Give one of");
    }

    @Test
    void unknownKeysNameTheNearestKnownOne() {
        assertThatConfigException(() -> yaml("input:\n  idelness: 3 s"))
                .withMessage("job.yaml, line 2: unknown setting 'input.idelness'. Did you mean 'input.idleness'?");
        assertThatConfigException(() -> yaml("idleness: 3 s"))
                .withMessage("job.yaml, line 1: unknown setting 'idleness'. Did you mean 'input.idleness'?");
        assertThatConfigException(() -> yaml("", "wave.sise=3"))
                .withMessage("--set: unknown setting 'wave.sise'. Did you mean 'wave.size'?");
    }

    @Test
    void allUnknownKeysAreReportedAtOnce() {
        assertThatConfigException(() -> yaml("zoen: UTC\nnmae: a"))
                .withMessageContaining("'zoen'")
                .withMessageContaining("'nmae'");
    }

    @Test
    void sectionsGivenAsValuesNameTheirSettings() {
        assertThatConfigException(() -> yaml("wave: 3"))
                .withMessage(
                        "job.yaml, line 1: unknown setting 'wave'. It is a section with the settings wave.size, wave.deadline");
    }

    @Test
    void slipsInClientPropertiesAreFoundAndPlugInsLetThrough() {
        assertThatConfigException(() -> yaml("kafka: {securty.protocol: SSL}"))
                .withMessage(
                        "job.yaml, line 1: 'kafka.securty.protocol' is not a property of Kafka's clients. Did you mean"
                                + " 'kafka.security.protocol'?");
        assertThat(yaml("kafka: {my.interceptor.url: x}").under("kafka.")).containsKey("my.interceptor.url");
    }

    @Test
    void clientPropertiesOfTheJobNameItsSetting() {
        assertThatConfigException(() -> yaml("kafka: {group.id: g}"))
                .withMessage("job.yaml, line 1: 'kafka.group.id' is set by the job itself. Use 'input.group'");
    }

    @Test
    void wrongValuesNameKeyValuePlaceAndWayOut() {
        Settings settings = yaml("""
                input.idleness: soon
                wave.size: many
                order.late: never
                input.keep-bytes: perhaps
                """);

        assertThatConfigException(() -> settings.duration(Key.INPUT_IDLENESS))
                .withMessage(
                        "input.idleness is 'soon' (job.yaml, line 1): give a duration with its unit, such as 500 ms, 30 s, 5 min, 12 h or 7 d, of 1 ms to 36500 d");
        assertThatConfigException(() -> settings.count(Key.WAVE_SIZE))
                .withMessage("wave.size is 'many' (job.yaml, line 2): give a whole number");
        assertThatConfigException(() -> settings.choice(Key.ORDER_LATE, io.lookback.order.OrderSpec.Policy.class))
                .withMessage("order.late is 'never' (job.yaml, line 3): give one of score, dead-letter, drop");
        assertThatConfigException(() -> settings.flag(Key.INPUT_KEEP_BYTES))
                .withMessage("input.keep-bytes is 'perhaps' (job.yaml, line 4): give true or false");
    }

    @Test
    void durationsMayBeWrittenInWordsOrAsIso() {
        assertThat(yaml("input.idleness: 90 s").duration(Key.INPUT_IDLENESS)).isEqualTo(Duration.ofSeconds(90));
        assertThat(yaml("input.idleness: PT5M").duration(Key.INPUT_IDLENESS)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void missingSettingsSayHowToGiveThem() {
        assertThatConfigException(() -> yaml("").text(Key.INPUT_TOPIC))
                .withMessage("input.topic is missing: set it in the configuration file or with --set input.topic=...");
        assertThatConfigException(() -> yaml("input:\n  topic:\n"))
                .withMessage("job.yaml, line 2: input.topic has no value; give one or leave the line out");
    }

    @Test
    void brokenYamlNamesTheLine() {
        assertThatConfigException(() -> yaml("a: [1\nb: 2"))
                .withMessageMatching("(?s)job.yaml, line \\d+ is not YAML: .*");
        assertThatConfigException(() -> yaml("name: a\nname: b")).withMessageContaining("uplicate");
        assertThatConfigException(() -> yaml("just a text")).withMessageContaining("holds no settings");
    }

    @Test
    void unreadableFileIsNamed() {
        Optional<Path> missing = Optional.of(folder.resolve("absent.yaml"));

        assertThatConfigException(() -> Settings.read(missing, List.of(), Map.of()))
                .withMessageContaining("absent.yaml");
    }

    @Test
    void overrideWithoutAValueIsRefused() {
        assertThatConfigException(() -> yaml("", "wave.size"))
                .withMessage("--set wave.size: give it as key=value, such as --set kafka.bootstrap=broker:9092");
    }

    @Test
    void placeholdersAreFilledInAndNeverShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
        String yaml = "kafka.sasl.jaas.config: user ${env:USER_NAME} password ${file:%s}".formatted(secret);

        Settings settings = yaml(yaml);

        assertThat(settings.under("kafka.")).containsEntry("sasl.jaas.config", "user ada password hunter2");
        assertThat(settings.describe())
                .contains("kafka.sasl.jaas.config: <secret>")
                .doesNotContain("hunter2")
                .doesNotContain("ada");
    }

    @Test
    void secretsWithoutAPlaceholderAreNotShownEither() {
        assertThat(yaml("kafka.ssl.key.password: hunter2").describe()).doesNotContain("hunter2");
        assertThat(yaml("", "input.registry.password=hunter2").describe()).doesNotContain("hunter2");
    }

    @Test
    @FaultCase(
            kind = "Security",
            input = "passphrases, API keys and URL credentials in the settings",
            outcome = "masked in `--dry-run` and in messages")
    void secretsInsideOfValuesAreNotShown() {
        String yaml = """
                kafka: {bootstrap: "localhost:19092", ssl.key.passphrase: hunter2, my.api-key: hunter2, my.auth: hunter2,
                  basic.auth.user.info: "ada:hunter2", sasl.jaas.config: 'x required password="hunter2";'}
                input.registry.url: "http://ada:hunter2@registry:1234/x?apikey=hunter2"
                """;

        assertThat(yaml(yaml).describe())
                .contains(
                        "kafka.my.auth: <secret>", "http://<secret>@registry:1234/x?apikey=<secret>", "localhost:19092")
                .doesNotContain("hunter2");
        assertThatConfigException(() -> yaml(yaml).count(Key.INPUT_REGISTRY))
                .withMessageNotContaining("hunter2")
                .withNoCause();
        assertThatConfigException(() -> yaml("password: 'hunter2"))
                .withMessageNotContaining("hunter2")
                .withNoCause();
    }

    @Test
    void secretsAreNotShownInMessages() {
        Settings settings = yaml("wave.size: ${env:USER_NAME}");

        assertThatConfigException(() -> settings.count(Key.WAVE_SIZE))
                .withMessage("wave.size is '<secret>' (job.yaml, line 1): give a whole number")
                .withNoCause();
    }

    @Test
    void unknownPlaceholdersAreRefused() {
        assertThatConfigException(() -> yaml("name: ${env:ABSENT}"))
                .withMessage(
                        "name (job.yaml, line 1): the environment has no variable 'ABSENT'; set it where the job is started");
        assertThatConfigException(() -> yaml("name: ${file:/absent}"))
                .withMessageContaining("'/absent' cannot be read");
        assertThatConfigException(() -> yaml("name: ${script:1+1}"))
                .withMessageContaining("'${script:1+1}' is not a placeholder; there are ${env:NAME} and ${file:/path}");
    }

    @Test
    void doubledDollarStandsForItself() {
        assertThat(yaml("name: a$${env:X}").text(Key.NAME)).isEqualTo("a${env:X}");
    }

    @Test
    void describesPathsAndNamesOfValuesSoThatTheyCanBeReadAgain() {
        String yaml =
                "input:\n  explode: ['a[].b[]', 'c[].d[]']\n  series: [x, 'tags?']\n  values: {cpu: u.v | w, mem: m}";

        Settings again = yaml(yaml(yaml).describe());

        assertThat(again.list(Key.INPUT_EXPLODE)).containsExactly("a[].b[]", "c[].d[]");
        assertThat(again.list(Key.INPUT_SERIES)).containsExactly("x", "tags?");
        assertThat(again.under("input.values.")).isEqualTo(Map.of("cpu", "u.v | w", "mem", "m"));
    }

    @Test
    void describesEverySettingAndWhereItComesFrom() {
        String described = yaml("wave:\n  size: 16", "zone=Europe/Berlin", "kafka.bootstrap=b:1", "input.topic=[m,n]")
                .describe();

        assertThat(described)
                .containsPattern("wave.size: 16 +# set in job.yaml, line 2")
                .containsPattern("zone: Europe/Berlin +# set in --set")
                .containsPattern("wave.deadline: 5 ms +# default");
        for (Key key : Key.values()) {
            assertThat(described).contains(key.key() + ":");
        }
    }

    @Test
    void whatIsDescribedCanBeReadAgain() {
        Settings settings = yaml(
                "input: {values: [a, b], delimiter: ;}", "kafka.bootstrap=b:1,c:2", "input.topic=m", "name=\"a: #b\"");

        Settings again = yaml(settings.describe());

        for (Key key : Key.values()) {
            assertThat(again.get(key).values())
                    .as(key.key())
                    .isEqualTo(settings.get(key).values());
        }
    }

    private static List<CellSpec> cells(Settings settings) {
        return CellSettings.read(settings.given(), settings.list(Key.CELLS));
    }

    private Settings yaml(String yaml, String... overrides) {
        try {
            Path file = Files.writeString(folder.resolve("job.yaml"), yaml);
            return Settings.read(Optional.of(file), List.of(overrides), Map.of("USER_NAME", "ada"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<ConfigException> assertThatConfigException(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatExceptionOfType(ConfigException.class).isThrownBy(call);
    }
}
