package io.lookback.detection;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many false alarms of a series a user accepts, about. It moves the threshold of the alert score and nothing else; it
 * is a dial with a unit, not a guarantee.
 *
 * @param count more than zero
 */
public record FalseAlarms(double count, Per per) implements Serializable {

    /** What may be given, for messages. */
    public static final String CHOICES =
            "give more than 0, at most 1000, of a series' 10000 records or per day or week: 10 per 10000 records, 1 per day";

    private static final double MOST = 1_000;
    private static final Pattern TEXT = Pattern.compile("(\\S+)(?:\\s+per\\s+(.+))?", Pattern.CASE_INSENSITIVE);

    public FalseAlarms {
        if (!(count > 0 && count <= MOST)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "detection.false-alarms is %s: %s", count, CHOICES));
        }
    }

    /** What they are counted in, of each series. */
    public enum Per {
        RECORDS("10000 records", 0),
        DAY("day", 1),
        WEEK("week", 7);

        private final String unit;
        private final double days;

        Per(String unit, double days) {
            this.unit = unit;
            this.days = days;
        }
    }

    /** @throws IllegalArgumentException if the text says no rate; {@link #CHOICES} says what does */
    public static FalseAlarms parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "'%s' is not a rate of false alarms", text));
        }
        return new FalseAlarms(Double.parseDouble(parts.group(1)), unit(parts.group(2)));
    }

    private static Per unit(@Nullable String text) {
        if (text == null) {
            return Per.RECORDS;
        }
        String asked = text.toLowerCase(Locale.ROOT).replace(",", "").replace("_", "");
        for (Per per : Per.values()) {
            if (per.unit.equals(asked)) {
                return per;
            }
        }
        throw new IllegalArgumentException(String.format(Locale.ROOT, "'%s' is not a unit of false alarms", text));
    }

    /** False alarms in 10,000 records of a series with so many records a day; at most {@value #MOST}. */
    double inTenThousand(double rowsPerDay) {
        return per == Per.RECORDS ? count : Math.min(MOST, count * 10_000 / (per.days * rowsPerDay));
    }

    @Override
    public String toString() {
        String number = count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count);
        return number + " per " + per.unit;
    }
}
