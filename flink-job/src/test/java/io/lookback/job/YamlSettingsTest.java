package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.lookback.testkit.FaultCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlSettingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    'input: {topic: &t metrics}\noutput: {scores: *t}' | job.yaml, line 2: aliases such as *t are not supported; write out what the anchor holds
                    'name: a\ninput.values: [&v cpu, *v]'             | job.yaml, line 2: aliases such as *v are not supported
                    'input: &i {topic: m}\noutput: *i'                 | job.yaml, line 2: aliases such as *i are not supported
                    'name: a\n---\nzone: UTC'                          | job.yaml, line 3 holds a second document behind '---', which would be ignored
                    'input.topic: m\ninput: {topic: n}'                | job.yaml, line 2: input.topic is given at job.yaml, line 1 as well; keep one of the two
                    'cells: [lstm]\ncells[0].kind: gru'                | job.yaml, line 2: cells[0].kind is given at job.yaml, line 1 as well
                    """)
    @FaultCase(
            kind = "Settings that cannot work",
            input = "YAML of which a part would be ignored: aliases, a second document, a key in two spellings",
            outcome = "refused before startup; the message names the line")
    void whatWouldBeIgnoredIsRefused(String yaml, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> YamlSettings.ofFile(yaml, "job.yaml"))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---\nname: a\nzone: UTC\n",
                "# comment\n---\nname: a\nzone: UTC\n...\n# end\n",
                "name: &anchor a\nzone: UTC"
            })
    void markersAndAnchorsThatHideNothingAreRead(String yaml) {
        assertThat(YamlSettings.ofFile(yaml, "job.yaml"))
                .extracting(Setting::key, Setting::text)
                .containsExactly(tuple("name", "a"), tuple("zone", "UTC"));
    }
}
