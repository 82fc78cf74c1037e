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
 */
public final class PeakRank {

    private static final int VERSION = 1;
    private static final double MEMORY_DAYS = 7;
    private static final long SETTLING = 30;
    private static final double NEGLIGIBLE = 25;
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

    private double reached(double level, double now) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double exponent = (now - days[i]) / MEMORY_DAYS + LN10 * Math.max(0, level - peaks[i]);
            if (exponent < NEGLIGIBLE) {
                sum += Math.exp(-exponent);
            }
        }
        return sum;
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
            size++;
        }
        peaks[at] = (float) peak;
        days[at] = (float) peakDay;
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
        return this;
    }

    public long bytes() {
        return 2 + 2 * Long.BYTES + 2 * Double.BYTES + 2 * Floats.bytes(size);
    }
}
