package io.lookback.wire;

import org.jspecify.annotations.Nullable;

/**
 * Parses one line, {@code measurement,tag=value field=1.5,other=2i 1700000000000000000}. A backslash keeps a comma, an
 * equals sign or a blank; texts of fields are quoted and may hold line breaks.
 */
final class InfluxParser {

    private static final char END = 0;

    private final String text;
    private final int begin;
    private int at;

    InfluxParser(String text, int begin) {
        this.text = text;
        this.begin = begin;
        this.at = begin;
    }

    /** Behind the line. */
    int position() {
        return at;
    }

    InfluxLine line() throws DecodingException {
        InfluxLine line = new InfluxLine(required(word(", "), "a measurement"));
        while (peek() == ',') {
            at++;
            String name = required(word("=, "), "the name of a tag");
            expect('=', "a tag");
            line.tag(name, word(", "));
        }
        blanks("its fields");
        do {
            String name = required(word("=, "), "the name of a field");
            expect('=', "field '" + name + "'");
            line.field(name, fieldValue(name));
        } while (next(','));
        time(line);
        return line;
    }

    private void time(InfluxLine line) throws DecodingException {
        while (peek() == ' ') {
            at++;
        }
        String word = word(" ");
        while (peek() == ' ') {
            at++;
        }
        if (!lineEnds()) {
            throw unfit("has more behind its time");
        }
        if (!word.isEmpty()) {
            try {
                line.time(Long.parseLong(word));
            } catch (NumberFormatException e) {
                throw unfit("has the time '" + Excerpt.of(word) + "', which is not a whole number");
            }
        }
    }

    private Object fieldValue(String name) throws DecodingException {
        if (peek() == '"') {
            return quoted();
        }
        String word = word(", ");
        Object value = plain(word);
        if (value == null) {
            throw unfit("has in field '" + Excerpt.of(name) + "' " + Excerpt.of(word)
                    + ", not a number, true, false or a text in quotes");
        }
        return value;
    }

    private static @Nullable Object plain(String word) {
        switch (word) {
            case "t", "T", "true", "True", "TRUE" -> {
                return 1;
            }
            case "f", "F", "false", "False", "FALSE" -> {
                return 0;
            }
            default -> {
                boolean suffix = word.endsWith("i") || word.endsWith("u");
                return number(suffix ? word.substring(0, word.length() - 1) : word);
            }
        }
    }

    /** Digits alone make a number here; Java would take more. */
    private static @Nullable Double number(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
        try {
            return plain ? Double.valueOf(word) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String quoted() throws DecodingException {
        StringBuilder quoted = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            boolean escape = c == '\\' && at + 1 < text.length() && "\"\\".indexOf(text.charAt(at + 1)) >= 0;
            quoted.append(escape ? text.charAt(++at) : c);
        }
        if (at == text.length()) {
            throw unfit("opens a quote and does not close it");
        }
        at++;
        return quoted.toString();
    }

    /** Up to one of these characters, or to the end of the line. */
    private String word(String ends) {
        StringBuilder word = new StringBuilder();
        while (!lineEnds() && ends.indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at++);
            boolean escape = c == '\\' && at < text.length() && ",= \\".indexOf(text.charAt(at)) >= 0;
            word.append(escape ? text.charAt(at++) : c);
        }
        return word.toString();
    }

    private void blanks(String before) throws DecodingException {
        if (peek() != ' ') {
            throw unfit("ends before " + before);
        }
        while (peek() == ' ') {
            at++;
        }
    }

    private void expect(char wanted, String of) throws DecodingException {
        if (!next(wanted)) {
            throw unfit("lacks '" + wanted + "' in " + of);
        }
    }

    private boolean next(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private String required(String word, String what) throws DecodingException {
        if (word.isEmpty()) {
            throw unfit("lacks " + what);
        }
        return word;
    }

    private char peek() {
        return lineEnds() ? END : text.charAt(at);
    }

    private boolean lineEnds() {
        return at >= text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private DecodingException unfit(String problem) {
        String shown = text.substring(begin, Math.min(text.length(), begin + Excerpt.MAX_CHARS + 1));
        return DecodingException.undecodable("The influx line '%s' %s", Excerpt.of(shown), problem);
    }
}
