package io.lookback.cli;

import java.util.Locale;

/** Which whole numbers an option takes; the message of a {@link CliException} names option, number and range. */
public final class OptionRange {

    private OptionRange() {}

    /** The number has to be 1 or more. */
    public static void requirePositive(String option, long given) {
        if (given < 1) {
            throw new CliException(String.format(Locale.ROOT, "%s is %d: give 1 or more.", option, given));
        }
    }

    /** The number has to be 1 to the other. */
    public static void requireAtMost(String option, long given, long most) {
        if (given < 1 || given > most) {
            throw new CliException(String.format(Locale.ROOT, "%s is %d: give 1 to %d.", option, given, most));
        }
    }
}
