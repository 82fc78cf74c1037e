package io.lookback.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lookback.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands that stand on a line of their own in a page are ones that the command line takes: commands, options and the types
 * of their values. Nothing runs. {@code train} and {@code quantize} belong to another module.
 */
class DocumentedCommandsTest {

    private static final Pattern COMMAND =
            Pattern.compile("(?m)^ *(?:\\./)?lookback ((?!train |quantize )[a-z](?:.*\\\\\n)*.*)$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

    static List<Arguments> commands() throws IOException {
        List<Arguments> commands = new ArrayList<>();
        for (Path page : PagesTest.pages()) {
            COMMAND.matcher(Files.readString(page))
                    .results()
                    .map(match -> Arguments.of(page.getFileName(), match.group(1)))
                    .forEach(commands::add);
        }
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandLineTakes(Path page, String command) {
        String[] words = words(command).toArray(String[]::new);

        assertThatCode(() -> Main.commandLine().parseArgs(words))
                .as("%s: %s", page, command)
                .doesNotThrowAnyException();
    }

    @Test
    void readsWordsAsAShellDoes() {
        assertThat(words("a 'b c' --d \\\n  \"e f\" [--optional]   # comment"))
                .containsExactly("a", "b c", "--d", "e f");
    }

    /** Without comments and optional parts. */
    private static List<String> words(String command) {
        String plain = command.replace("\\\n", " ").replaceAll(" #.*| \\[.*", "");
        Stream<MatchResult> words = WORD.matcher(plain).results();
        return words.map(word -> Stream.of(1, 2, 3)
                        .map(word::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
