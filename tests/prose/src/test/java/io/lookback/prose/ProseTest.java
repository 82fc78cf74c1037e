package io.lookback.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.languagetool.JLanguageTool;
import org.languagetool.Languages;
import org.languagetool.rules.RuleMatch;
import org.languagetool.rules.spelling.SpellingCheckRule;

/** Every page is spelled and written as LanguageTool expects of American English. */
@Tag("slow")
class ProseTest {

    private static final Path ROOT = Path.of("../..");

    @Test
    void pagesReadWell() throws IOException {
        JLanguageTool tool = tool();
        List<String> findings = new ArrayList<>();
        for (Path page : pages()) {
            for (String block : MarkdownText.of(Files.readString(page))) {
                for (RuleMatch match : tool.check(block)) {
                    String words = block.substring(match.getFromPos(), match.getToPos());
                    if (!words.contains(MarkdownText.CODE)) {
                        findings.add(finding(page, words, match));
                    }
                }
            }
        }

        assertThat(findings).isEmpty();
    }

    private static JLanguageTool tool() throws IOException {
        JLanguageTool tool = new JLanguageTool(Languages.getLanguageForShortCode("en-US"));
        List<String> words = lines("words.txt");
        tool.getAllActiveRules().stream()
                .filter(SpellingCheckRule.class::isInstance)
                .forEach(rule -> ((SpellingCheckRule) rule).addIgnoreTokens(words));
        lines("rules-left-out.txt").forEach(tool::disableRule);
        return tool;
    }

    /** Without comments, which begin with {@code #}. */
    private static List<String> lines(String resource) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources", resource)).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }

    private static String finding(Path page, String words, RuleMatch match) {
        return String.format(
                Locale.ROOT,
                "%s: '%s' in '%s' (%s): %s Suggested: %s",
                ROOT.relativize(page),
                words,
                match.getSentence().getText().strip(),
                match.getRule().getId(),
                match.getMessage(),
                match.getSuggestedReplacements().stream().limit(3).toList());
    }
}
