package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void showsEverySettingAsTheJobKnowsIt() throws IOException {
        String table =
                Arrays.stream(Key.values()).map(ConfigurationPageTest::row).collect(Collectors.joining("\n"));

        assertThat(Files.readString(PAGE))
                .as("the table of docs/configuration.md; replace it by:%n%s", table)
                .contains(table);
    }

    private static String row(Key key) {
        String usual = key.required() ? "required" : key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
        return "| `%s` | %s | %s | %s |".formatted(key.key(), key.type(), usual, key.meaning());
    }
}
