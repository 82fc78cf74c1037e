package io.lookback.detection.tuning;

/**
 * Every constant of the detector. "Plateau" names values that gave the same result within the noise of the comparison on
 * the development kinds (VUS-PR of the severity, events found at 1 and at .1 false alarms a day); in brackets what they
 * gave where it was less.
 */
public final class Tuning {

    private Tuning() {}

    // The past.

    /** Coordinates of a patch: x, x before, then means of the next 2, 4, ... 64. Plateau 7..10 (.612, .617, .623, .622). */
    public static final int COORDINATES = 8;

    /** Values that a patch covers: 1 + 1 + 2 + ... + 64. */
    public static final int REACH = 1 << (COORDINATES - 1);

    /** Patches that a feature keeps: 64, 128, 256, 512 gave .588, .604, .617, .608. */
    public static final int SLOTS = 256;

    /** Records after which the sample forgets, 5,000 and never gave .603 and .617. */
    public static final double FORGETTING = 20_000;

    /** Nearest patches that are asked; 1 and 5 gave .616 and .610. */
    public static final int NEAREST = 3;

    /** Values before which nothing is judged: a standard deviation of fewer is a guess. */
    public static final int FIRST = 10;

    /** Bounds a novelty where the past has hardly any spread. Far above what noise reaches (about 20). */
    public static final double MOST_NOVEL = 1_000;

    /**
     * By how many widths of the range the values of an episode of {@link #REACH} may widen it: values in a wrong unit are news
     * and no blindfold.
     */
    public static final double WIDENING = 16;

    /** Values from which that holds. */
    public static final int ROBUST_FROM = 50;

    /** Usual intervals without a value that make a gap, as of the flag {@code GAP}. */
    public static final double GAP = 3;

    /** Mean deviations of the interval that they must also exceed: values that come as by chance do so once in 1,000. */
    public static final double GAP_JITTER = 8;

    // Surprise.

    /** Slowest rate at which the shorter mean error is renewed: about a thousand records. The longer one has {@link #FORGETTING}. */
    public static final double ERROR_RATE = 1e-3;

    /** How many mean errors one error may add, so that one fault does not hide the next. Plateau 8..32. */
    public static final double ERROR_BOUND = 16;

    /** Least error that counts, in standard deviations of the past: below it lies rounding. */
    public static final double ERROR_FLOOR = 1e-3;

    /** Bounds a surprise. Plateau 10..50. */
    public static final double MOST_SURPRISING = 20;

    // Standstill.

    /** Changes before which nobody knows whether a series usually moves. */
    public static final int SETTLING_CHANGES = 30;

    /** Repeats that are not a standstill, and by how many times a run may exceed the longest one before it. */
    public static final int SHORTEST_RUN = 8;

    /** A weekend without traffic is 62 hours long, the nights before it 14. */
    public static final int RUN_GROWTH = 5;

    /** Records after which half of what is known of runs is forgotten. */
    public static final int RUN_MEMORY = 20_000;

    /** Bounds -log10 of the probability of a run. */
    public static final double MOST_STILL = 8;

    /** -log10 of the probability of a run at which it is worth an alert: one in a million. */
    public static final double STILL = 6;

    /**
     * Records that a feature must have stood still before its first move can be news: after n records without a move, the
     * next one moves with probability 1/(n + 2) (rule of succession), so 1,000 is the default rate of false alarms.
     */
    public static final int FIRST_MOVE = 1_000;

    // Absence.

    /** Degrees of freedom of a deviation from a habit: it is known from a week of days. */
    public static final int HABIT_FREEDOM = 6;

    /** Of the tail of Student's distribution with them: log10 of the factor of z^-6, for z mean deviations. */
    public static final double HABIT_TAIL = 2.1;

    /** -log10 of the probability of an absence at {@link #LEVEL_AT_TEN}: ten of 10,000 records, by definition. */
    public static final double ABSENT = 3;

    /** Bounds it, as {@link #MOST_STILL} does. */
    public static final double MOST_ABSENT = 8;

    // Counters.

    /** Rises after which a series that hardly ever fell is a counter, and the share of falls that it may have. */
    public static final int COUNTER_RISES = 100;

    public static final double COUNTER_FALLS = 0.01;

    /** Share of its range below which a counter that falls has begun anew. */
    public static final double COUNTER_START = 0.05;

    /** A deviation from the forecast that nobody could see in a picture, in standard deviations of the past. */
    public static final double VISIBLE = 0.05;

    /**
     * Likewise, in the smallest move that the feature has ever made: a forecast of .999 for a flag that is 1 expects 1, and one of
     * 2.6 replicas expects 3.
     */
    public static final double VISIBLE_MOVE = 0.5;

    // Severity.

    /**
     * Weight of the surprise, held, beside the novelty. A severity that is the novelty and a share of k, both held for a
     * few records, scored .527 where this scores .594 (mean of seven kinds).
     */
    public static final double SURPRISE_WEIGHT = 0.1;

    /** Records over which a surprise is held at least; otherwise half the refractory records. */
    public static final double SHORTEST_HOLD = 1.5;

    /** The level that is half severe: a usual one is about .4, a trouble 2 and more. */
    public static final double HALF_SEVERE = 2;

    // The statistic of alerts, and its rate.

    /** Keeps the logarithm finite; a usual evidence is about .3. */
    public static final double LEAST_EVIDENCE = 0.03;

    /** Peaks that a series keeps. */
    public static final int PEAKS = 64;

    /** Records over which a peak's weight falls by e. Plateau 2,000..30,000; nearest to the asked rates of noise. */
    public static final double PEAK_MEMORY = 10_000;

    /** Weight of the highest peaks that make the tail. Plateau 3..30. */
    public static final double TAIL_WEIGHT = 10;

    /** Prior of the tail's mean excess: worth so many peaks. Plateau 2..20. */
    public static final double PRIOR_PEAKS = 10;

    /** Prior mean excess, in units of the statistic. Plateau .5..1. */
    public static final double PRIOR_EXCESS = 0.5;

    /** By how much a peak may be lower and still count as high: a tenth of a logarithm, by which a deviation drifts. */
    public static final double SAME_HEIGHT = 0.1;

    /** By how much more often, in decades per unit of the statistic, what is high may recur and still alert; .2 was loose. */
    public static final double HEIGHT_FORGIVEN = 0.1;

    /** Peaks at one time of the day, by weight, after which another one does not alert: twice is chance, three times a habit. */
    public static final double RECURRING = 2;

    /** Share of the peaks that it must be at least, where any time has some: a job has a beginning and an end, twice a day. */
    public static final double RECURRING_SHARE = 0.25;

    /**
     * Weight of the statistic itself beside its rarity: .2, .3 and .4 find 279, 289 and 299 of 493 events at .1 a day, and .5
     * loses 21 of 120 anomalies in context.
     */
    public static final double OWN_HEIGHT = 0.4;

    /** Continuity corrections of a rank: Benard's .3 (1953), and a tenth of a thousand records. */
    public static final double RANK_CORRECTION = 0.3;

    public static final double TIME_CORRECTION = 0.1;

    /** Records before which no peak is kept. */
    public static final int FIRST_PEAK = 30;

    /** Alert level at which about 10 of 10,000 records of stationary noise alarm. */
    public static final double LEVEL_AT_TEN = 0.2;

    // Times.

    /** Refractory records: a third of a day, within these bounds. */
    public static final int FEWEST_REFRACTORY = 3;

    public static final int MOST_REFRACTORY = 100;

    /** Share of a group's highest level above which the group goes on: a half, as {@link #BACK}; no other was tried. */
    public static final double HELD = 0.5;

    /** Warm-up: a day of records, within these bounds; a pod that lives ten hours at a record a minute has 600. */
    public static final int FEWEST_WARM_UP = 100;

    public static final int MOST_WARM_UP = 300;

    // The end of an alert.

    /** Coordinates by which a recovery is judged: the last four values. */
    public static final int RECENT_COORDINATES = 3;

    /** Share of the past before an alert that lies as near to the rest of that past: a conformal test at 5 %. */
    public static final double RECOVERED_QUANTILE = 0.95;

    /** Patches of the past that are measured for it, and without which it is forgotten. */
    public static final int RECOVERY_PROBES = 32;

    /** Share of the refractory records that have to be calm. */
    public static final double CALM_SHARE = 0.2;

    /** Records without an anomaly after which a new level is accepted, in days and at least so many records. */
    public static final double ACCEPTED_AFTER_DAYS = 1;

    public static final int ACCEPTED_AFTER_RECORDS = 30;

    /** Share of its peak's deviation below which a value is back beside what is usual at that time of the week. */
    public static final double BACK = 0.5;
}
