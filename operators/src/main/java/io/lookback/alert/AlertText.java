package io.lookback.alert;

import io.lookback.event.AlertKind;
import io.lookback.event.Direction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** The sentence that a person on call reads first. */
final class AlertText {

    private static final List<String> DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final int HOURS = 24;
    private static final double THOUSAND = 1_000;
    private static final double TINY = 1e-3;
    private static final double LEAST = 1e-12;

    /** From here a multiple says more than two numbers. */
    private static final double MANIFOLD = 1.5;

    private AlertText() {}

    static String of(String feature, AlertKind kind, Direction direction, Numbers numbers) {
        String value = number(numbers.value);
        return switch (kind) {
            case STANDSTILL -> feature + " stands still at " + value + " for longer than ever";
            case JOINT -> "Several features at once, first of all " + level(feature, direction, numbers);
            case LEVEL, FORECAST -> level(feature, direction, numbers);
            case SILENCE -> throw new IllegalArgumentException("No record is about a silence");
        };
    }

    private static String level(String feature, Direction direction, Numbers numbers) {
        double times = numbers.value / numbers.usual;
        if (numbers.usual > 0 && times >= MANIFOLD) {
            return String.format(
                    Locale.ROOT,
                    "%s is %s times the usual for %s: %s instead of %s",
                    feature,
                    number(times),
                    time(numbers.weekSlot),
                    number(numbers.value),
                    number(numbers.usual));
        }
        if (Double.isNaN(numbers.expected)) {
            return feature + " is " + number(numbers.value) + ", which is unusual for " + time(numbers.weekSlot);
        }
        return String.format(
                Locale.ROOT,
                "%s is %s at %s, %s the %s that was expected",
                feature,
                number(numbers.value),
                time(numbers.weekSlot),
                direction == Direction.ABOVE ? "above" : "below",
                number(numbers.expected));
    }

    /** Such as "Monday 14:00". */
    private static String time(int weekSlot) {
        return String.format(Locale.ROOT, "%s %02d:00", DAYS.get(weekSlot / HOURS), weekSlot % HOURS);
    }

    /** Three digits, or all before the point. */
    private static String number(double number) {
        double size = Math.abs(number);
        if (size < 1e9 && (size >= THOUSAND || number == Math.rint(number))) {
            return Long.toString(Math.round(number));
        }
        if (size < TINY || size >= 1e9) {
            return size < LEAST ? "0" : String.format(Locale.ROOT, "%.2e", number);
        }
        return BigDecimal.valueOf(number)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** What the sentence compares. */
    record Numbers(double value, double expected, double usual, int weekSlot) {}
}
