package io.lookback.alert;

import io.lookback.event.Versions;
import io.lookback.score.Floats;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare a level is among the peaks of the series' own recent weeks, forgetting slowly:
 *
 * <pre>
 * c = sum_k exp(-(now - t_k) / {@value #MEMORY_DAYS}) min(1, 10^(p_k - level))       over the closed episodes k
 * T = {@value #MEMORY_DAYS} (1 - exp(-now / {@value #MEMORY_DAYS}))                              days, forgotten alike
 * rank = -log10((c + .3) / (T + 1)) + level / 2
 * </pre>
 *
 * <p>c / T is the rate per day at which the series itself reached that level; .3 and 1 stand for what is not known yet. An
 * episode holds its highest level and closes after {@code patience} records without a higher one. When full, the peak
 * that weighs least by now gives way.
 *
 * <p>Of each term the factors that belong to the peak alone, {@code exp((t_k - era) / }{@value #MEMORY_DAYS}{@code )} and
 * {@code 10^p_k}, are computed once, so that a record costs two exponentials and not one for each peak.
 */
public final class PeakRank {

    private static final int VERSION = 1;
    private static final double MEMORY_DAYS = 7;
    private static final long SETTLING = 30;
    /** Days of an era: what lasts from its first day to its last is a finite float. */
    private static final double ERA_DAYS = 512;

    private static final double LN10 = Math.log(10);

    private final int bound;

    private long count;
    private boolean open;
    private double peak;
    private long peakAt;
    private double peakDay;
    private int size;
    private float[] peaks = Floats.NONE;
    private float[] days = Floats.NONE;

    private double era;
    private float[] lasting = Floats.NONE;
    private float[] heights = Floats.NONE;

    /** @param bound how many peaks are kept */
    public PeakRank(int bound) {
        this.bound = bound;
    }

    /**
     * The rank of a level; then takes the level in.
     *
     * @param now days that the series has been watched
     * @param patience records without a higher level after which an episode closes
     */
    public double rank(double level, double now, long patience) {
        double watched = MEMORY_DAYS * (1 - Math.exp(-now / MEMORY_DAYS));
        double rank = -Math.log10((reached(level, now) + 0.3) / (watched + 1)) + 0.5 * level;
        if (count > SETTLING) {
            follow(level, now, patience);
        }
        count++;
        return rank;
    }

    /** The rank, after a long time, of a level that was never reached. */
    public static double ofAHighest(double level) {
        return -Math.log10(0.3 / (MEMORY_DAYS + 1)) + 0.5 * level;
    }

    private double reached(double level, double now) {
        double current = Math.floor(now / ERA_DAYS) * ERA_DAYS;
        if (current != era) {
            era = current;
            factors();
        }
        float depth = (float) Math.pow(10, -level);
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += lasting[i] * Math.min(1, heights[i] * depth);
        }
        return sum * Math.exp((era - now) / MEMORY_DAYS);
    }

    private void factors() {
        lasting = new float[peaks.length];
        heights = new float[peaks.length];
        for (int i = 0; i < size; i++) {
            factor(i);
        }
    }

    private void factor(int at) {
        lasting[at] = (float) Math.exp((days[at] - era) / MEMORY_DAYS);
        heights[at] = (float) Math.pow(10, peaks[at]);
    }

    private void follow(double level, double now, long patience) {
        if (open && level <= peak && count - peakAt > patience) {
            close(now);
            open = false;
        }
        if (!open || level > peak) {
            open = true;
            peak = level;
            peakAt = count;
            peakDay = now;
        }
    }

    private void close(double now) {
        int at = size;
        if (size == bound) {
            at = least(now);
            if (weight(peak, peakDay, now) <= weight(peaks[at], days[at], now)) {
                return;
            }
        } else {
            peaks = Floats.withRoom(peaks, size + 1, bound);
            days = Floats.withRoom(days, size + 1, bound);
            lasting = Floats.withRoom(lasting, size + 1, bound);
            heights = Floats.withRoom(heights, size + 1, bound);
            size++;
        }
        peaks[at] = (float) peak;
        days[at] = (float) peakDay;
        factor(at);
    }

    private int least(double now) {
        int least = 0;
        for (int i = 1; i < size; i++) {
            if (weight(peaks[i], days[i], now) < weight(peaks[least], days[least], now)) {
                least = i;
            }
        }
        return least;
    }

    private static double weight(double peak, double day, double now) {
        return peak - (now - day) / MEMORY_DAYS / LN10;
    }

    /** The same once more, sharing nothing that changes. */
    public PeakRank copy() {
        PeakRank copy = new PeakRank(bound);
        copy.count = count;
        copy.open = open;
        copy.peak = peak;
        copy.peakAt = peakAt;
        copy.peakDay = peakDay;
        copy.size = size;
        copy.era = era;
        copy.peaks = peaks.clone();
        copy.days = days.clone();
        copy.lasting = lasting.clone();
        copy.heights = heights.clone();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(count);
        out.writeBoolean(open);
        out.writeDouble(peak);
        out.writeLong(peakAt);
        out.writeDouble(peakDay);
        Floats.write(out, peaks, size);
        Floats.write(out, days, size);
    }

    public PeakRank readInto(DataInput in) throws IOException {
        Versions.require("peak rank", in.readByte(), VERSION);
        count = in.readLong();
        open = in.readBoolean();
        peak = in.readDouble();
        peakAt = in.readLong();
        peakDay = in.readDouble();
        peaks = Floats.read(in, bound, "peak rank");
        days = Floats.read(in, bound, "peak rank");
        size = peaks.length;
        factors();
        return this;
    }

    public long bytes() {
        return 2 + 2 * Long.BYTES + 2 * Double.BYTES + 2 * Floats.bytes(size);
    }
}
