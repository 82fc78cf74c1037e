package io.lookback.cli.check;

import java.util.List;

/** Values as a small picture, one character each: the lowest is the lowest bar, a missing one a blank. */
final class Sparkline {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /** @param width most characters: the last values */
    static String of(List<Double> values, int width) {
        List<Double> last = values.subList(Math.max(0, values.size() - width), values.size());
        double low = last.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(0);
        double high = last.stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        StringBuilder picture = new StringBuilder();
        for (double value : last) {
            double share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0;
            picture.append(Double.isNaN(value) ? ' ' : BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
        }
        return picture.toString();
    }
}
