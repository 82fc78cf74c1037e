package io.lookback.benchmark.detection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What detectors are worth on labeled series of several kinds, in Markdown: a row a detector, a column a kind. Differences
 * stand three times: of all series, and of each half of them.
 */
final class FiguresTable {

    private final List<Kind> kinds;
    private final List<String> names = new ArrayList<>();
    private final List<List<KindFigures>> rows = new ArrayList<>();

    FiguresTable(List<Kind> kinds) {
        this.kinds = kinds;
    }

    /** Has a detector judge all series; says on the standard error how long that took. */
    void add(Candidate candidate) {
        List<KindFigures> row = new ArrayList<>();
        for (Kind kind : kinds) {
            long before = System.nanoTime();
            row.add(KindFigures.of(kind, candidate));
            Duration taken = Duration.ofNanos(System.nanoTime() - before);
            System.err.printf(
                    Locale.ROOT,
                    "%s, %s: %d series in %d s%n",
                    candidate.name(),
                    kind.name(),
                    kind.size(),
                    taken.toSeconds());
        }
        names.add(candidate.name());
        rows.add(row);
    }

    void print() {
        section("VUS-PR of the severity, mean over series", row -> decimals(row, KindFigures::vusPr));
        section("Events found at 1 false alarm a day", row -> found(row, SeriesFigures::foundAtOne));
        section("Events found at .1 false alarms a day", row -> found(row, SeriesFigures::foundAtTenth));
        section("Events found as set by default; false alarms in 10,000 records", FiguresTable::asSet);
        nab();
        ahead("VUS-PR", KindFigures::vusPrAhead);
        ahead("share of the events at 1 a day", (a, b) -> a.foundAhead(b, SeriesFigures::foundAtOne));
        ahead("share of the events at .1 a day", (a, b) -> a.foundAhead(b, SeriesFigures::foundAtTenth));
    }

    private static List<String> asSet(List<KindFigures> row) {
        List<String> cells = new ArrayList<>();
        for (KindFigures each : row) {
            FalseAlarms alarms = each.falseAlarms();
            cells.add(
                    alarms.rows() == 0
                            ? "-"
                            : String.format(
                                    Locale.ROOT,
                                    "%d of %d; %.1f",
                                    each.sum(SeriesFigures::foundAsSet),
                                    each.events(),
                                    alarms.in10000()));
        }
        cells.add("");
        return cells;
    }

    private void section(String title, Function<List<KindFigures>, List<String>> cells) {
        head(title);
        for (int i = 0; i < rows.size(); i++) {
            line(names.get(i), cells.apply(rows.get(i)));
        }
    }

    private void head(String title) {
        System.out.println("\n" + title + "\n");
        List<String> columns =
                kinds.stream().map(kind -> kind.name() + ", " + kind.size()).collect(Collectors.toList());
        columns.add("mean");
        line("", columns);
        System.out.println("|---" + "|---".repeat(columns.size()) + "|");
    }

    private static void line(String name, List<String> cells) {
        System.out.println("| " + name + " | " + String.join(" | ", cells) + " |");
    }

    private static List<String> decimals(List<KindFigures> row, Function<KindFigures, Double> figure) {
        List<String> cells = row.stream().map(figure).map(FiguresTable::decimal).collect(Collectors.toList());
        cells.add(decimal(row.stream().mapToDouble(figure::apply).average().orElse(Double.NaN)));
        return cells;
    }

    private static List<String> found(List<KindFigures> row, ToIntFunction<SeriesFigures> figure) {
        List<String> cells = row.stream()
                .map(each -> each.sum(figure) + " of " + each.events())
                .collect(Collectors.toList());
        cells.add(decimal(row.stream()
                .mapToDouble(each -> (double) each.sum(figure) / each.events())
                .average()
                .orElse(Double.NaN)));
        return cells;
    }

    private void nab() {
        for (int k = 0; k < kinds.size(); k++) {
            if (kinds.get(k).name().equals(LabeledSeries.NAB)) {
                System.out.println("\nNAB, standard profile, at the best threshold of each\n");
                for (int i = 0; i < rows.size(); i++) {
                    double score = rows.get(i).get(k).nab();
                    System.out.printf(Locale.ROOT, "- %s %.1f%n", names.get(i), score);
                }
            }
        }
    }

    /** The first detector beside each other one. */
    private void ahead(String figure, BiFunction<KindFigures, KindFigures, Difference> difference) {
        head(names.get(0) + " ahead of the others, " + figure + " (standard error by bootstrap over series)");
        for (int i = 1; i < rows.size(); i++) {
            ahead("than " + names.get(i), rows.get(0), rows.get(i), difference);
            ahead("- half A", half(rows.get(0), true), half(rows.get(i), true), difference);
            ahead("- half B", half(rows.get(0), false), half(rows.get(i), false), difference);
        }
    }

    private static List<KindFigures> half(List<KindFigures> row, boolean a) {
        return row.stream().map(kind -> kind.half(a)).toList();
    }

    private static void ahead(
            String name,
            List<KindFigures> first,
            List<KindFigures> other,
            BiFunction<KindFigures, KindFigures, Difference> difference) {
        List<Difference> differences = IntStream.range(0, first.size())
                .mapToObj(k -> difference.apply(first.get(k), other.get(k)))
                .toList();
        List<String> cells = differences.stream().map(Difference::toString).collect(Collectors.toList());
        cells.add(Difference.mean(differences).toString());
        line(name, cells);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }
}
