package io.lookback.benchmark.forecast;

import io.lookback.cli.skill.Moment;
import io.lookback.forecast.Forecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Pictures of the ends of some tracks: the values, what was expected, and the band. */
final class ForecastPictures {

    private static final int LAST = 300;
    private static final int WIDTH = 900;
    private static final int HEIGHT = 180;

    private final int most;
    private final Map<String, List<Point>> pictures = new LinkedHashMap<>();

    /** @param most pictures, two of each kind */
    ForecastPictures(int most) {
        this.most = most;
    }

    private record Point(double value, double expected, double lower, double upper) {}

    void see(Corpus corpus, int track, Moment moment, Forecast forecast, double x) {
        if (track < 2 && moment.row() >= corpus.tracks().get(track).length() - LAST) {
            String title = corpus.name() + ": " + corpus.tracks().get(track).name();
            if (pictures.containsKey(title) || pictures.size() < most) {
                pictures.computeIfAbsent(title, missing -> new ArrayList<>())
                        .add(new Point(x, forecast.expected(), forecast.lower(), forecast.upper()));
            }
        }
    }

    void write(Path file) throws IOException {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><meta charset=\"utf-8\"><title>Forecasts</title>\n"
                + "<p>Gray: the 99 % band. Blue: what was expected. Black: the values.</p>\n");
        pictures.forEach((title, points) -> page.append(picture(title, points)));
        Files.writeString(file, page);
    }

    private static String picture(String title, List<Point> points) {
        double low = points.stream().mapToDouble(Point::value).min().orElse(0);
        double high = points.stream().mapToDouble(Point::value).max().orElse(1);
        double margin = 0.2 * (high - low) + 1e-12;
        Scale scale = new Scale(low - margin, high + margin, points.size());
        List<Point> back = new ArrayList<>(points);
        Collections.reverse(back);
        return String.format(
                Locale.ROOT,
                """
                <h3>%s</h3>
                <svg width="%d" height="%d"><polygon points="%s %s" fill="#ddd"/><polyline points="%s" fill="none" stroke="#36c"/><polyline points="%s" fill="none" stroke="#000" stroke-width=".7"/></svg>
                """,
                title,
                WIDTH,
                HEIGHT,
                scale.line(points, Point::lower, false),
                scale.line(back, Point::upper, true),
                scale.line(points, Point::expected, false),
                scale.line(points, Point::value, false));
    }

    /** From values to pixels. */
    private record Scale(double low, double high, int count) {

        String line(List<Point> points, ToDoubleFunction<Point> of, boolean backwards) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < points.size(); i++) {
                line.append(pixel(backwards ? points.size() - 1 - i : i, of.applyAsDouble(points.get(i))))
                        .append(' ');
            }
            return line.toString();
        }

        private String pixel(int i, double value) {
            double y = HEIGHT * (high - Math.max(low, Math.min(high, value))) / (high - low);
            return String.format(Locale.ROOT, "%.1f,%.1f", (double) WIDTH * i / Math.max(1, count - 1), y);
        }
    }
}
