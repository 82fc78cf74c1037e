package io.lookback.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command of a Markdown page: one that stands on a line of its own in a block of code, fenced or indented. A command
 * may span lines, by a backslash, an open quote or a here-document.
 *
 * @param page its path from the root of the repository
 * @param text as written, with its comment
 */
record PageCommand(String page, String text) {

    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern INDENTED = Pattern.compile("(?m)(?:^ {4}\\S.*\\n)+");
    private static final Pattern KNOWN = Pattern.compile(
            "(?:\\./)?(?:lookback|mvnw) .*|tests/\\w+/\\w+.*|docs/images/.*"
                    + "|\\$FLINK_HOME/.*|(?:export )?[A-Z_]+=.*"
                    + "|(?:awk|cat|cd|cp|curl|docker|echo|flink|git|helm|java|kubectl|mkdir|pip|promtool|python3|taskset) .*");
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<(\\w+)");
    private static final Pattern COMMENT = Pattern.compile("\\s+#\\s.*");

    /** All pages of the repository. */
    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("docs", "docker", "examples", "python")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")
                                && !file.toString().contains("/target/"))
                        .forEach(pages::add);
            }
        }
        try (Stream<Path> files = Files.list(ROOT)) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        pages.sort(null);
        return pages;
    }

    /** The commands of a page, in its order. */
    static List<PageCommand> of(Path page) throws IOException {
        String text = Files.readString(page);
        String name = ROOT.relativize(page).toString();
        List<PageCommand> commands = new ArrayList<>();
        blocks(text).forEach(block -> commands(block).forEach(command -> commands.add(new PageCommand(name, command))));
        return commands;
    }

    /** The first block of a page in this language whose text contains a part. */
    static String block(Path page, String language, String part) throws IOException {
        return FENCED.matcher(Files.readString(page))
                .results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).contains(part))
                .map(block -> block.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No block of " + language + " with " + part + " in " + page));
    }

    /** Whether it sets a variable for the commands after it. */
    boolean assigns() {
        return text.matches("(?:export )?[A-Z_]+=.*");
    }

    /** Without the comment at its end. */
    String line() {
        return text.contains("\n") ? text : COMMENT.matcher(text).replaceFirst("");
    }

    @Override
    public String toString() {
        return page + ": " + text.lines().findFirst().orElse("");
    }

    /** Fenced blocks of shell or of no language, and indented ones, in the order of the page. */
    private static List<String> blocks(String text) {
        List<String> blocks = new ArrayList<>();
        Matcher fenced = FENCED.matcher(text);
        int from = 0;
        while (fenced.find()) {
            indented(text.substring(from, fenced.start())).forEach(blocks::add);
            if (List.of("", "sh").contains(fenced.group(1))) {
                blocks.add(fenced.group(2));
            }
            from = fenced.end();
        }
        indented(text.substring(from)).forEach(blocks::add);
        return blocks;
    }

    private static Stream<String> indented(String text) {
        return INDENTED.matcher(text).results().map(MatchResult::group).map(block -> block.replaceAll("(?m)^ {4}", ""));
    }

    private static List<String> commands(String block) {
        List<String> commands = new ArrayList<>();
        Iterator<String> lines = block.lines().iterator();
        while (lines.hasNext()) {
            StringBuilder command = new StringBuilder(lines.next());
            if (!KNOWN.matcher(command).matches()) {
                continue;
            }
            while (isOpen(command.toString()) && lines.hasNext()) {
                command.append('\n').append(lines.next());
            }
            commands.add(command.toString());
        }
        return commands;
    }

    private static boolean isOpen(String command) {
        Matcher document = HERE_DOCUMENT.matcher(command);
        String plain = COMMENT.matcher(command).replaceAll("");
        return command.endsWith("\\")
                || plain.chars().filter(c -> c == '\'').count() % 2 == 1
                || document.find() && !command.endsWith("\n" + document.group(1));
    }
}
