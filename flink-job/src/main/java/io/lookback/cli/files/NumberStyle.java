package io.lookback.cli.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a column writes its numbers. {@code 1,234} is a thousand in one country and one and a quarter in another: the cells
 * of a whole column decide, never one alone. A percent sign behind a number is left out, the number stays what it is.
 */
enum NumberStyle {
    /** {@code 1234.5}, {@code -1.2e-3}. */
    PLAIN("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?", ""),
    /** {@code 1,234.5}, also with blanks or apostrophes between thousands. */
    GROUPED("[+-]?(?:\\d{1,3}(?:,\\d{3})+|\\d{1,3}(?: \\d{3})+|\\d{1,3}(?:'\\d{3})+|\\d+)?(?:\\.\\d*)?", ", '"),
    /** {@code 1.234,5}, also with blanks or apostrophes between thousands. */
    COMMA("[+-]?(?:\\d{1,3}(?:\\.\\d{3})+|\\d{1,3}(?: \\d{3})+|\\d{1,3}(?:'\\d{3})+|\\d+)?(?:,\\d*)?", ". '");

    private static final Set<String> MISSING = Set.of("", "nan", "na", "n/a", "null", "none", "-", "--", "#n/a");
    private static final Pattern BLANKS = Pattern.compile("[\u00a0\u202f\u2009]");
    private static final Pattern DIGIT = Pattern.compile(".*\\d.*");
    private static final int LONGEST = 100;

    private final Pattern form;
    private final String separators;

    NumberStyle(String form, String separators) {
        this.form = Pattern.compile(form);
        this.separators = separators;
    }

    /** Whether a cell says that there is no value. */
    static boolean missing(String cell) {
        return cell.length() <= LONGEST && MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** A finite number, {@link Double#NaN} for a missing one, empty for anything else. */
    OptionalDouble parse(String cell) {
        if (missing(cell)) {
            return OptionalDouble.of(Double.NaN);
        }
        String text = bare(cell);
        if (text.length() > LONGEST
                || !DIGIT.matcher(text).matches()
                || !form.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(spelled(text));
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** The same number with a point and without separators, or the cell as it is if it holds none. */
    String plain(String cell) {
        return missing(cell) || parse(cell).isEmpty() ? cell : spelled(bare(cell));
    }

    private String spelled(String text) {
        String joined = text;
        for (char separator : separators.toCharArray()) {
            joined = joined.replace(String.valueOf(separator), "");
        }
        return this == COMMA ? joined.replace(',', '.') : joined;
    }

    /** Without a percent sign, with blanks and a minus as a keyboard has them. */
    private static String bare(String cell) {
        String text = BLANKS.matcher(cell).replaceAll(" ").strip().replace('\u2212', '-');
        return text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
    }

    /** The styles that read most of the cells, so many as each other; empty if none reads one. */
    static List<NumberStyle> of(List<String> cells) {
        List<NumberStyle> best = new ArrayList<>();
        long most = 1;
        for (NumberStyle style : values()) {
            long read = cells.stream()
                    .filter(cell -> !missing(cell) && style.parse(cell).isPresent())
                    .count();
            if (read > most) {
                best.clear();
                most = read;
            }
            if (read == most) {
                best.add(style);
            }
        }
        return best;
    }
}
