package io.lookback.calibrate;

import io.lookback.event.Versions;
import io.lookback.score.Floats;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How improbable a score is, given those before it: the peaks over a high threshold follow a generalised Pareto
 * distribution whatever the scores follow (Pickands-Balkema-de Haan; used on streams by Siffer et al., "Anomaly
 * Detection in Streams with Extreme Value Theory", KDD 2017). Unlike there, the memory is bounded: the largest values
 * and a count; and the fit is by probability-weighted moments (Hosking and Wallis, Technometrics 29(3), 1987), which
 * has a closed form.
 *
 * <pre>
 * k = min(max(floor({@value #SHARE} n), {@value #FEWEST}), known - 1),  ph = k / n,  t = the (k+1)-th largest
 * y = the k excesses over t, ascending;  b0 = mean y,  b1 = (1/k) sum_j y_j (k-1-j)/(k-1),  D = b0 - 2 b1
 * xi = clip(2 - b0/D, 0, {@value #HEAVIEST}),  sigma = max(2 b0 b1 / D, .02 t)
 * S(d) = -log10 P(score >= d) = -log10 ph + log10(1 + xi (d - t)/sigma) / xi    above t
 *                               -log10(ph) d / t                                below
 * </pre>
 *
 * <p>The fit is renewed at growing intervals, {@value #REFIT_LEAST} + n/{@value #REFIT_SHARE} values apart, so its cost
 * per value vanishes.
 *
 * <p>At {@value #MEMORY} values, unless set, the count is halved and every second one of the largest goes, by rank:
 * probabilities stay what they were, and what comes later counts double. So after years a change is learned as fast as
 * after months.
 */
public final class ExtremeValueTail {

    private static final int VERSION = 2;
    private static final int FIRST_FIT = 100;
    private static final int REFIT_LEAST = 10;
    private static final int REFIT_SHARE = 40;
    private static final double SHARE = 0.02;
    private static final int FEWEST = 3;
    private static final int MEMORY = 51_200;
    private static final double LIGHTEST = 0;
    private static final double HEAVIEST = 0.5;
    private static final double LARGEST_FLOAT = 1e30;
    private static final double SMALLEST_SCALE = 1e-12;

    private final int bound;
    private final int memory;

    private int count;
    private int nextFit = FIRST_FIT;
    private double unit;
    private int size;
    private float[] largest = Floats.NONE;

    private double threshold;
    private double sigma;
    private double xi;
    private double rarity;

    /** @param bound how many of the largest values are kept */
    public ExtremeValueTail(int bound) {
        this(bound, MEMORY);
    }

    /** @param memory values at which the count is halved */
    ExtremeValueTail(int bound, int memory) {
        this.bound = bound;
        this.memory = memory;
    }

    /** {@code -log10} of the probability of a score that large or larger; 0 before the first fit. */
    public double surprise(double score) {
        if (rarity == 0 || score <= 0) {
            return 0;
        }
        double d = unit > 0 ? score / unit : Double.MAX_VALUE;
        if (d <= threshold) {
            return threshold > 0 ? rarity * d / threshold : 0;
        }
        double excess = (d - threshold) / sigma;
        return rarity + (xi < 1e-9 ? excess / Math.log(10) : Math.log1p(xi * excess) / (xi * Math.log(10)));
    }

    /** Takes a score in, once it has been judged; zero or more. */
    public void observe(double score) {
        followUnit(score);
        insert(unit > 0 ? (float) (score / unit) : 0);
        count++;
        if (count >= nextFit && size > FEWEST) {
            fit();
            nextFit = count + REFIT_LEAST + count / REFIT_SHARE;
        }
        if (count >= memory) {
            halve();
        }
    }

    /** Leaves every second of the largest values, by rank: a probability estimated from ranks stays what it was. */
    private void halve() {
        count /= 2;
        nextFit -= count;
        size = Floats.halve(largest, size);
    }

    /** Of how many ranks, from the top, the values are known: the lower ones of old values went when they were halved. */
    private int known() {
        return count < memory / 2 ? bound : Math.max(FEWEST + 1, (int) ((long) bound * count / memory));
    }

    private void followUnit(double score) {
        if (score > LARGEST_FLOAT * unit) {
            double factor = unit / score;
            for (int i = 0; i < size; i++) {
                largest[i] = (float) (largest[i] * factor);
            }
            threshold *= factor;
            sigma = Math.max(sigma * factor, SMALLEST_SCALE);
            unit = score;
        }
    }

    private void insert(float value) {
        if (size == bound && value <= largest[0]) {
            return;
        }
        if (size < bound) {
            largest = Floats.withRoom(largest, size + 1, bound);
            int at = position(value);
            System.arraycopy(largest, at, largest, at + 1, size - at);
            largest[at] = value;
            size++;
        } else {
            int at = position(value);
            System.arraycopy(largest, 1, largest, 0, at - 1);
            largest[at - 1] = value;
        }
    }

    /** How many of the kept values are smaller, in ascending order. */
    private int position(float value) {
        int found = Arrays.binarySearch(largest, 0, size, value);
        return found < 0 ? -found - 1 : found;
    }

    private void fit() {
        int k = Math.min(Math.max((int) Math.min(SHARE * count, bound), FEWEST), Math.min(size, known()) - 1);
        threshold = largest[size - 1 - k];
        double b0 = 0;
        double b1 = 0;
        for (int j = 0; j < k; j++) {
            double excess = largest[size - k + j] - threshold;
            b0 += excess / k;
            b1 += excess * (k - 1 - j) / (k - 1) / k;
        }
        double d = b0 - 2 * b1;
        xi = d > 0 ? Math.max(LIGHTEST, Math.min(HEAVIEST, 2 - b0 / d)) : LIGHTEST;
        sigma = Math.max(d > 0 ? 2 * b0 * b1 / d : 0, 0.02 * threshold + SMALLEST_SCALE);
        rarity = -Math.log10((double) k / count);
    }

    /** The same once more, sharing nothing that changes. */
    public ExtremeValueTail copy() {
        ExtremeValueTail copy = new ExtremeValueTail(bound, memory);
        copy.count = count;
        copy.nextFit = nextFit;
        copy.unit = unit;
        copy.size = size;
        copy.threshold = threshold;
        copy.sigma = sigma;
        copy.xi = xi;
        copy.rarity = rarity;
        copy.largest = largest.clone();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(count);
        out.writeInt(nextFit);
        for (double value : new double[] {unit, threshold, sigma, xi, rarity}) {
            out.writeDouble(value);
        }
        Floats.write(out, largest, size);
    }

    public ExtremeValueTail readInto(DataInput in) throws IOException {
        Versions.require("extreme-value tail", in.readByte(), VERSION);
        long seen = in.readInt();
        long fit = in.readInt();
        unit = in.readDouble();
        threshold = in.readDouble();
        sigma = in.readDouble();
        xi = in.readDouble();
        rarity = in.readDouble();
        largest = Floats.read(in, bound, "extreme-value tail");
        size = largest.length;
        for (; seen >= memory; seen /= 2) {
            fit -= seen / 2;
            size = Floats.halve(largest, size);
        }
        count = (int) seen;
        nextFit = (int) fit;
        return this;
    }

    public long bytes() {
        return 1 + 2 * Integer.BYTES + 5 * Double.BYTES + Floats.bytes(size);
    }
}
