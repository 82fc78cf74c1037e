package io.lookback.cli.demo;

import io.lookback.cli.demo.AnomalyKind.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One round of a demonstration series: its values, and where they are broken. The first third is healthy, so that a
 * detector can settle; the anomalies share the rest.
 *
 * @param values {@code [features][steps]}
 */
record Round(List<double[]> values, List<Window> windows) {

    /**
     * The same for the same seed, series and round.
     *
     * @param round counted from 0; a round continues the course of the one before
     */
    static Round of(DemoSeries series, long seed, long round, int length) {
        SplittableRandom random =
                new SplittableRandom(seed * 1_000_003 + series.name().hashCode() * 31L + round);
        List<double[]> values = new ArrayList<>();
        for (Shape shape : series.shapes()) {
            values.add(shape.values(round * length, length, random.split()));
        }
        List<Window> windows = windows(series.kinds(), length, random);
        for (int index = 0; index < windows.size(); index++) {
            int feature = index % values.size();
            Shape shape = series.shapes().get(feature);
            series.kinds()
                    .get(index)
                    .breakValues(values.get(feature), windows.get(index), shape.spread(), random.split());
            shape.limit(values.get(feature));
        }
        return new Round(values, windows);
    }

    private static List<Window> windows(List<AnomalyKind> kinds, int length, SplittableRandom random) {
        int healthy = length / 3;
        int share = (length - healthy) / kinds.size();
        List<Window> windows = new ArrayList<>();
        for (int index = 0; index < kinds.size(); index++) {
            int lasts = Math.min(kinds.get(index).length(), share / 4);
            int latest = share - 2 * lasts;
            int begin = healthy + index * share + lasts / 2 + random.nextInt(Math.max(1, latest));
            windows.add(new Window(begin, begin + Math.max(1, lasts)));
        }
        return List.copyOf(windows);
    }
}
