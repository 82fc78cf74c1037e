package io.lookback.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");

    @Test
    void showsEverySettingAsTheJobKnowsIt() throws IOException {
        List<String> rows = settings();

        assertThat(rows).hasSameSizeAs(Key.values());
        for (Key key : Key.values()) {
            assertThat(rows.get(key.ordinal())).as("row of %s", key).startsWith(row(key));
        }
    }

    @Test
    void saysWhatEverySettingMeans() throws IOException {
        assertThat(settings()).allSatisfy(row -> {
            String[] cells = row.split(" \\| ");
            assertThat(cells[cells.length - 1]).matches("\\S.{10,}\\. \\|");
        });
    }

    /** Rows of the table of settings. */
    private static List<String> settings() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## Settings"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    /** But for the meaning. */
    private static String row(Key key) {
        String usual = key.required() ? "required" : key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
        return "| `%s` | %s | %s | ".formatted(key.key(), key.type(), usual);
    }
}
