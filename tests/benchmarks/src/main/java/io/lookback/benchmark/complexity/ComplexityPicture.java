package io.lookback.benchmark.complexity;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Two panels, time and memory against length, all scales logarithmic, a line for each kind. */
final class ComplexityPicture {

    private static final int WIDTH = 420;
    private static final int HEIGHT = 380;
    private static final int LEFT = 60;
    private static final int TOP = 30;
    private static final int LABELS = 150;

    private ComplexityPicture() {}

    static String of(Complexity complexity) {
        int panel = LEFT + WIDTH + LABELS;
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">
                <rect width="100%%" height="100%%" fill="#fff"/>
                %s%s</svg>
                """,
                2 * panel,
                TOP + HEIGHT + 40,
                panel(complexity, 0, "microseconds a step", Complexity.Row::micros),
                panel(
                        complexity,
                        panel,
                        "bytes a series",
                        row -> row.bytes().stream().map(Long::doubleValue).toList()));
    }

    private static String panel(
            Complexity complexity, int at, String title, Function<Complexity.Row, List<Double>> values) {
        double low = complexity.rows().stream()
                .flatMap(row -> values.apply(row).stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(1);
        double high = complexity.rows().stream()
                .flatMap(row -> values.apply(row).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(10);
        Scale scale = new Scale(complexity.lengths(), low, high);
        StringBuilder out =
                new StringBuilder(String.format(Locale.ROOT, "<g transform=\"translate(%d,%d)\">%n", at + LEFT, TOP));
        out.append(String.format(Locale.ROOT, "<text y=\"-10\" font-size=\"14\">%s against steps</text>%n", title));
        out.append(axes(complexity, scale));
        List<Complexity.Row> rows = complexity.rows().stream()
                .sorted((a, b) -> Double.compare(last(values.apply(b)), last(values.apply(a))))
                .toList();
        for (int i = 0; i < rows.size(); i++) {
            out.append(line(rows.get(i).kind(), values.apply(rows.get(i)), scale, i, rows.size()));
        }
        return out.append("</g>\n").toString();
    }

    private static String axes(Complexity complexity, Scale scale) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < complexity.lengths().size(); i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    scale.x(i),
                    HEIGHT + 18,
                    complexity.lengths().get(i)));
        }
        for (double power = Math.pow(10, Math.floor(Math.log10(scale.low))); power <= scale.high; power *= 10) {
            for (double tick : new double[] {power, 2 * power, 5 * power}) {
                out.append(tick < scale.low || tick > scale.high ? "" : line(scale, tick));
            }
        }
        return out.toString();
    }

    private static String line(Scale scale, double tick) {
        return String.format(
                Locale.ROOT,
                "<path d=\"M0 %.1fH%d\" stroke=\"#ddd\"/><text x=\"-6\" y=\"%.1f\" text-anchor=\"end\">%,.0f</text>%n",
                scale.y(tick),
                WIDTH,
                scale.y(tick) + 4,
                tick);
    }

    private static String line(String kind, List<Double> values, Scale scale, int rank, int of) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", scale.x(i), scale.y(values.get(i))));
        }
        String color = String.format(Locale.ROOT, "hsl(%d,65%%,42%%)", 360 * rank / of);
        double label = (double) HEIGHT * rank / Math.max(1, of - 1);
        return String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/><path d=\"M%d %.1fL%d %.1f\""
                        + " stroke=\"%s\" stroke-width=\".5\"/><text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
                points.toString().trim(),
                color,
                WIDTH,
                scale.y(last(values)),
                WIDTH + 18,
                label,
                color,
                WIDTH + 22,
                label + 4,
                color,
                kind);
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }

    /** From lengths and values to pixels. */
    private record Scale(List<Integer> lengths, double low, double high) {

        double x(int i) {
            return (double) WIDTH * i / Math.max(1, lengths.size() - 1);
        }

        double y(double value) {
            return HEIGHT * (1 - Math.log(value / low) / Math.log(Math.max(1.01, high / low)));
        }
    }
}
