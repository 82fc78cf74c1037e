package io.lookback.alert;

/**
 * Ids of alerts: {@code <series>-<begin>}, of a silence {@code <series>-silence-<begin>}. No two alerts share one, whatever
 * the names of the series: what follows the last dash tells the name from the rest.
 *
 * <p>So a beginning before 1970 has an {@code n} for its sign. A number of records follows where an earlier alert of the
 * series did not begin before this one, {@code .17} or of a silence {@code .s17}, and {@code .0} where the name of the series
 * ends like the id of a silence.
 */
final class AlertIds {

    private static final String SILENCE = "-silence";

    private AlertIds() {}

    /** @param number of the record, 0 if all earlier alerts began before */
    static String ofAnomaly(String series, long begin, long number) {
        return id(series, begin) + (number > 0 || series.endsWith(SILENCE) ? "." + number : "");
    }

    /** @param number of records before, 0 if all earlier silences began before */
    static String ofSilence(String series, long begin, long number) {
        return id(series + SILENCE, begin) + (number > 0 ? ".s" + number : "");
    }

    private static String id(String name, long begin) {
        return name + '-' + (begin < 0 ? "n" + -begin : Long.toString(begin));
    }
}
