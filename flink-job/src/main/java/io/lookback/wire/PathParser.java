package io.lookback.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the text of a {@link FieldPath}. */
final class PathParser {

    private final String text;
    private final List<PathElement> steps = new ArrayList<>();
    private final StringBuilder name = new StringBuilder();
    private int at;
    private boolean escaped;
    private boolean bracket;

    PathParser(String text) {
        this.text = text;
    }

    List<PathElement> steps() {
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                name.append(text.charAt(++at));
                escaped = true;
            } else if (c == '.') {
                endStep();
            } else if (c == '[') {
                if (!name.isEmpty()) {
                    endStep();
                }
                steps.add(inBrackets());
                bracket = true;
            } else {
                name.append(c);
            }
        }
        endStep();
        return steps;
    }

    private void endStep() {
        if (bracket && !name.isEmpty()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Path '%s': put a dot between ']' and '%s'", text, name));
        }
        if (!bracket) {
            boolean each = !escaped && name.toString().equals("*");
            steps.add(each ? new PathElement.Each() : PathElement.Name.of(name.toString()));
        }
        bracket = false;
        escaped = false;
        name.setLength(0);
    }

    private PathElement inBrackets() {
        int close = text.indexOf(']', at);
        if (close < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "Path '%s' opens a bracket and does not close it: write \\[ for one in a name", text));
        }
        String inside = text.substring(at + 1, close);
        at = close;
        int equals = inside.indexOf('=');
        if (inside.isEmpty() || inside.equals("*")) {
            return new PathElement.Each();
        }
        if (equals > 0) {
            return new PathElement.Match(inside.substring(0, equals), inside.substring(equals + 1));
        }
        PathElement.Name number = PathElement.Name.of(inside);
        if (number.index() < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Path '%s' has '[%s]': give [] for each element, [0] for one, or [name=value] for the one with that value",
                    text,
                    inside));
        }
        return number;
    }
}
