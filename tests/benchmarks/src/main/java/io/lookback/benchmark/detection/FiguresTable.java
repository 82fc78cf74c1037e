package io.lookback.benchmark.detection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What detectors are worth on labeled series of several kinds, in Markdown: a row a detector, a column a kind. */
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
        nab();
        ahead("VUS-PR", KindFigures::vusPrAhead);
        ahead("share of the events at 1 a day", (a, b) -> a.foundAhead(b, SeriesFigures::foundAtOne));
        ahead("share of the events at .1 a day", (a, b) -> a.foundAhead(b, SeriesFigures::foundAtTenth));
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
            List<Difference> differences = new ArrayList<>();
            for (int k = 0; k < kinds.size(); k++) {
                differences.add(difference.apply(rows.get(0).get(k), rows.get(i).get(k)));
            }
            List<String> cells = differences.stream().map(Difference::toString).collect(Collectors.toList());
            cells.add(Difference.mean(differences).toString());
            line("than " + names.get(i), cells);
        }
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }
}
