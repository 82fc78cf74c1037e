package io.lookback.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Markdown pages of the repository: what they point to is there. */
class PagesTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CLASS = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*\\.[A-Z]\\w+)`");

    static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(HOME);
                Stream<Path> docs = Files.walk(HOME.resolve("docs"));
                Stream<Path> docker = Files.list(HOME.resolve("docker"));
                Stream<Path> python = Files.list(HOME.resolve("python"))) {
            return Stream.of(root, docs, docker, python)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        assertThat(matches(LINK, page).filter(link -> !link.contains("://") && !link.startsWith("mailto:")))
                .allSatisfy(link -> {
                    String[] parts = link.split("#", 2);
                    Path target = parts[0].isEmpty() ? page : page.resolveSibling(decoded(parts[0]));
                    assertThat(target.normalize()).exists();
                    if (parts.length == 2 && target.toString().endsWith(".md")) {
                        assertThat(anchors(target)).contains(parts[1]);
                    }
                });
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        Path index = HOME.resolve("docs/index.md");
        String text = Files.readString(index);

        try (Stream<Path> files = Files.list(index.getParent())) {
            assertThat(files.filter(file -> file.toString().endsWith(".md") && !file.equals(index)))
                    .allSatisfy(file -> assertThat(text).contains("(" + file.getFileName() + ")"));
        }
    }

    @Test
    void theArchitectureNamesClassesThatExist() throws IOException {
        List<String> named =
                matches(CLASS, HOME.resolve("docs/architecture.md")).toList();

        assertThat(named).hasSizeGreaterThan(10).allSatisfy(name -> {
            String file = "io/lookback/" + name.replace('.', '/') + ".java";
            assertThat(Stream.of("operators", "flink-job", "training")
                            .map(module -> HOME.resolve(module + "/src/main/java/" + file)))
                    .as(name)
                    .anyMatch(Files::exists);
        });
    }

    private static Stream<String> matches(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page)).results().map((MatchResult match) -> match.group(1));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path, StandardCharsets.UTF_8);
    }
}
