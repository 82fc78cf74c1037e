package io.lookback.job;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Topics by their names, or by patterns between slashes: {@code /metrics-.*}{@code /}. Topics that fit a pattern and are
 * made later are found while the job runs.
 */
public record InputTopics(List<String> texts) implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String SLASH = "/";

    public InputTopics {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("input.topic is empty: name at least one topic");
        }
        for (String text : texts) {
            if (isPattern(text)) {
                compiled(text);
            } else {
                Topics.require("input.topic", text);
            }
        }
    }

    private static boolean isPattern(String text) {
        return text.length() > 2 && text.startsWith(SLASH) && text.endsWith(SLASH);
    }

    private static Pattern compiled(String text) {
        try {
            return Pattern.compile(text.substring(1, text.length() - 1));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "input.topic is '%s': give a pattern between slashes such as /metrics-.*/ (%s)",
                            text,
                            e.getDescription()),
                    e);
        }
    }

    /** Those that are named and not patterns. */
    public List<String> names() {
        return texts.stream().filter(text -> !isPattern(text)).toList();
    }

    /** What all of them match; empty where they are names. */
    Optional<Pattern> pattern() {
        if (texts.stream().noneMatch(InputTopics::isPattern)) {
            return Optional.empty();
        }
        return Optional.of(Pattern.compile(texts.stream()
                .map(text -> isPattern(text) ? "(?:" + compiled(text).pattern() + ")" : Pattern.quote(text))
                .collect(Collectors.joining("|"))));
    }

    /** Whether a topic is one of them. */
    boolean has(String topic) {
        return pattern().map(all -> all.matcher(topic).matches()).orElseGet(() -> texts.contains(topic));
    }

    /** Those that are named, and those of the topics that exist which fit a pattern, in alphabetical order. */
    public List<String> among(Collection<String> existing) {
        return pattern().isEmpty()
                ? texts
                : existing.stream().filter(this::has).sorted().toList();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
