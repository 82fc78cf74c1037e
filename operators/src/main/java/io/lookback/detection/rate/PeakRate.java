package io.lookback.detection.rate;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;
import io.lookback.normalize.Calendar;

/**
 * How rare a statistic is among the series' own peaks: what makes one threshold mean about one rate of false alarms for
 * all series. An episode holds its highest value and closes after {@code R} records without a higher one (declustering:
 * Coles, An introduction to statistical modeling of extreme values, 2001, section 5.3); {@value Tuning#PEAKS} peaks are
 * kept, with a weight {@code w = exp(-age/10000)}. Of {@code t} thousand records, {@code T = 10(1 - exp(-t/10))} count.
 *
 * <pre>
 * u the lowest of the highest peaks of total weight {@value Tuning#TAIL_WEIGHT}, W their weight, E = sum w (peak - u)
 * rarity = -log10((W + .3)/(T + .1)) + (10 + W) log10(1 + (s - u)/(5 + E))             s &gt;= u
 *        = -log10((C + .3)/(T + .1)),   C = sum w min(1, exp(-(s - peak)/.5))          s &lt; u
 * seldom: 10^-rarity &lt;= accepted  and  (N - 1)/(T + .1) &lt;= accepted 10^(.1 s),   both in 1,000 records,
 *         N = sum w of the peaks from s - {@value Tuning#SAME_HEIGHT} on
 * </pre>
 *
 * <p>The excesses of log-like values over a high one are exponential (Hill, Annals of Statistics 3(5), 1975); under a
 * conjugate Gamma prior of {@value Tuning#PRIOR_PEAKS} peaks with mean {@value Tuning#PRIOR_EXCESS}, their posterior
 * predictive is Lomax (Gelman et al., Bayesian data analysis, 3rd ed., section 2.6). The count is for what is not a tail:
 * errors of one height, a job that runs each night, a cleanup each week, of which an exponential tail calls each as rare
 * as the first.
 */
public final class PeakRate {

    private static final int UNIT = 1_000;
    private static final int DECAY_EVERY = 16;
    private static final float DECAY = (float) Math.exp(-DECAY_EVERY / Tuning.PEAK_MEMORY);
    private static final double TAU = Tuning.PEAK_MEMORY / UNIT;
    /** Excess in prior means beyond which a peak below counts as nothing. */
    private static final double NEGLIGIBLE = 8;

    private final int records;
    private final int size;
    private final int open;
    private final int openAge;
    private final int openPeak;
    private final int openSlot;
    private final int peaks;
    private final int weights;
    /** Quarter of the day of each peak. */
    private final int slots;

    public PeakRate(Layout layout) {
        records = layout.longs(1);
        size = layout.bytes(1);
        open = layout.bytes(1);
        openAge = layout.ints(1);
        openPeak = layout.floats(1);
        peaks = layout.floats(Tuning.PEAKS);
        weights = layout.floats(Tuning.PEAKS);
        openSlot = layout.bytes(1);
        slots = layout.bytes(Tuning.PEAKS);
    }

    /** -log10 of how often in 1,000 records the series is expected to reach {@code s}. Changes nothing. */
    public double read(Block block, double s) {
        double time = time(block);
        int kept = block.byteAt(size);
        double weight = 0;
        double sum = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < kept; k++) {
            double w = weight(block, k);
            if (k > 0 && weight + w > Tuning.TAIL_WEIGHT) {
                break;
            }
            weight += w;
            lowest = peak(block, k);
            sum += w * lowest;
        }
        if (kept == 0) {
            return -Math.log10(Tuning.RANK_CORRECTION / time);
        }
        if (s < lowest) {
            return -Math.log10((above(block, kept, s) + Tuning.RANK_CORRECTION) / time);
        }
        double excess = Math.max(0, sum - weight * lowest);
        double tail = 1 + (s - lowest) / (Tuning.PRIOR_PEAKS * Tuning.PRIOR_EXCESS + excess);
        return -Math.log10((weight + Tuning.RANK_CORRECTION) / time) + (Tuning.PRIOR_PEAKS + weight) * Math.log10(tail);
    }

    /**
     * Whether the series reaches a statistic as seldom as asked for, both by the tail of its peaks and by their count, in
     * which one peak may be chance. It decides whether a record may alert and leaves the level alone.
     *
     * @param rarity of {@code s}, as {@link #read} gives it
     * @param accepted in 10,000 records
     */
    public boolean seldom(Block block, double s, double rarity, double accepted) {
        double perThousand = accepted / 10;
        if (rarity < -Math.log10(perThousand)) {
            return false;
        }
        double above = 0;
        for (int k = 0; k < block.byteAt(size) && peak(block, k) >= s - Tuning.SAME_HEIGHT; k++) {
            above += weight(block, k);
        }
        return (above - 1) / time(block) <= perThousand * Math.pow(10, Tuning.HEIGHT_FORGIVEN * s);
    }

    /**
     * Whether a statistic belongs to what comes at this time of the day: of the peaks of other days that are not lower by
     * more than {@value Tuning#PRIOR_EXCESS}, at least {@value Tuning#RECURRING} by weight, and a quarter of all, lie in the
     * same quarter of an hour of their day or next to it. By chance one in 32 does.
     *
     * @param slot quarter of the day, 0..95
     * @param perDay records
     */
    public boolean recurs(Block block, double s, int slot, double perDay) {
        double halfDayAgo = Math.exp(-perDay / 2 / Tuning.PEAK_MEMORY);
        double all = 0;
        double alike = 0;
        for (int k = 0; k < block.byteAt(size) && peak(block, k) >= s - Tuning.PRIOR_EXCESS; k++) {
            double weight = weight(block, k) < halfDayAgo ? weight(block, k) : 0;
            int apart = Math.abs(block.byteAt(slots + k) - slot);
            all += weight;
            alike += apart <= 1 || apart >= Calendar.DAY_SLOTS - 1 ? weight : 0;
        }
        return alike >= Math.max(Tuning.RECURRING, Tuning.RECURRING_SHARE * all);
    }

    /** Thousands of records that count. */
    private double time(Block block) {
        double now = (double) block.longAt(records) / UNIT;
        return TAU * (1 - Math.exp(-(now + 1.0 / UNIT) / TAU)) + Tuning.TIME_CORRECTION;
    }

    private double above(Block block, int kept, double s) {
        double above = 0;
        for (int k = 0; k < kept; k++) {
            double excess = (s - peak(block, k)) / Tuning.PRIOR_EXCESS;
            if (excess > NEGLIGIBLE) {
                break;
            }
            above += excess <= 0 ? weight(block, k) : weight(block, k) * Math.exp(-excess);
        }
        return above;
    }

    /**
     * Takes a record in.
     *
     * @param slot quarter of the day, 0..95
     * @param refractory records after which an episode without a higher level is over
     */
    public void learn(Block block, double s, int slot, long refractory) {
        long index = block.longAt(records);
        if (index % DECAY_EVERY == DECAY_EVERY - 1) {
            decay(block);
        }
        boolean isOpen = block.byteAt(open) != 0;
        // Compared as it is kept: in double precision, a constant would be above its own peak forever.
        if (index > Tuning.FIRST_PEAK && (!isOpen || (float) s > block.floatAt(openPeak))) {
            block.putByte(open, 1);
            block.putFloat(openPeak, s);
            block.putByte(openSlot, slot);
            block.putInt(openAge, 0);
        } else if (isOpen) {
            int age = block.intAt(openAge) + 1;
            block.putInt(openAge, age);
            if (age >= refractory) {
                close(block, age);
            }
        }
        block.putLong(records, index + 1);
    }

    private void close(Block block, int age) {
        float closed = block.floatAt(openPeak);
        block.putByte(open, 0);
        int kept = block.byteAt(size);
        if (kept == Tuning.PEAKS) {
            int least = least(block);
            if (closed <= value(block, least)) {
                return;
            }
            remove(block, least, kept);
            kept--;
        }
        insert(block, kept, closed, (float) Math.exp(-age / Tuning.PEAK_MEMORY), block.byteAt(openSlot));
    }

    /** The peak that matters least: low, or long ago. */
    private int least(Block block) {
        int least = 0;
        for (int k = 1; k < Tuning.PEAKS; k++) {
            least = value(block, k) < value(block, least) ? k : least;
        }
        return least;
    }

    private double value(Block block, int k) {
        return peak(block, k) + Tuning.PRIOR_EXCESS * Math.log(Math.max(weight(block, k), Float.MIN_NORMAL));
    }

    private void remove(Block block, int from, int kept) {
        for (int k = from; k < kept - 1; k++) {
            put(block, k, peak(block, k + 1), weight(block, k + 1), block.byteAt(slots + k + 1));
        }
    }

    private void insert(Block block, int kept, float peak, float weight, int slot) {
        int k = kept;
        while (k > 0 && peak(block, k - 1) < peak) {
            put(block, k, peak(block, k - 1), weight(block, k - 1), block.byteAt(slots + k - 1));
            k--;
        }
        put(block, k, peak, weight, slot);
        block.putByte(size, kept + 1);
    }

    private void decay(Block block) {
        for (int k = 0; k < block.byteAt(size); k++) {
            block.putFloat(weights + Float.BYTES * k, weight(block, k) * DECAY);
        }
    }

    private void put(Block block, int k, float peak, float weight, int slot) {
        block.putFloat(peaks + Float.BYTES * k, peak);
        block.putFloat(weights + Float.BYTES * k, weight);
        block.putByte(slots + k, slot);
    }

    private float peak(Block block, int k) {
        return block.floatAt(peaks + Float.BYTES * k);
    }

    private float weight(Block block, int k) {
        return block.floatAt(weights + Float.BYTES * k);
    }
}
