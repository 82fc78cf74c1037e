package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A bounded memory of everything a series did, as prototypes: novelty is the distance to the nearest one. It is
 * attention over a bounded cache with the alignment {@code -|q - k|^2} (Bahdanau et al., ICLR 2015, with a metric in
 * place of the learned alignment), read as minus its largest alignment.
 *
 * <p>A point becomes a prototype if none lies within {@code epsilon * range}. When the bound is reached, epsilon grows by
 * {@value #COARSER} and those prototypes stay, in the order of their arrival, that are at least that far from all that
 * stay before them: the greedy cover of the doubling algorithm (Charikar et al., STOC 1997). So the memory covers all
 * that was ever seen, extremes included, at a resolution that its bound affords.
 *
 * <p>Points are single precision: the caller passes coordinates relative to a base and in a unit near the range.
 */
public final class NoveltyMemory {

    private static final int VERSION = 1;
    private static final float COARSER = 1.15f;

    private final int dimensions;
    private final int bound;

    private float epsilon;
    private int size;
    private float[] prototypes = Floats.NONE;

    /** @param epsilon first resolution, as a share of the range */
    public NoveltyMemory(int dimensions, int bound, double epsilon) {
        this.dimensions = dimensions;
        this.bound = bound;
        this.epsilon = (float) epsilon;
    }

    public int size() {
        return size;
    }

    /** Euclidean distance to the nearest prototype, 0 while there is none. */
    public double nearest(float[] point) {
        if (size == 0) {
            return 0;
        }
        return Math.sqrt(
                switch (dimensions) {
                    case 1 -> nearestOf1(point[0]);
                    case 2 -> nearestOf2(point[0], point[1]);
                    case 3 -> nearestOf3(point[0], point[1], point[2]);
                    default -> nearestOfMany(point, size);
                });
    }

    /**
     * Takes a point in if it is new enough.
     *
     * @param distance what {@link #nearest} said of it
     */
    public void remember(float[] point, double distance, double range) {
        if (size > 0 && distance <= epsilon * range) {
            return;
        }
        prototypes = Floats.withRoom(prototypes, (size + 1) * dimensions, bound * dimensions);
        System.arraycopy(point, 0, prototypes, size * dimensions, dimensions);
        size++;
        while (size == bound) {
            epsilon *= COARSER;
            thin(epsilon * range);
        }
    }

    /** Whether {@link #remember} would keep a point at that distance. */
    public boolean isNew(double distance, double range) {
        return size == 0 || distance > epsilon * range;
    }

    /** Changes the unit of all coordinates. */
    public void scale(float factor) {
        for (int i = 0; i < size * dimensions; i++) {
            prototypes[i] *= factor;
        }
    }

    private void thin(double apart) {
        float limit = (float) (apart * apart);
        int kept = 0;
        float[] point = new float[dimensions];
        for (int candidate = 0; candidate < size; candidate++) {
            System.arraycopy(prototypes, candidate * dimensions, point, 0, dimensions);
            if (kept == 0 || nearestOfMany(point, kept) >= limit) {
                System.arraycopy(point, 0, prototypes, kept * dimensions, dimensions);
                kept++;
            }
        }
        size = kept;
    }

    private float nearestOf1(float a) {
        float[] rows = prototypes;
        float best = Float.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            float da = rows[i] - a;
            float square = da * da;
            best = square < best ? square : best;
        }
        return best;
    }

    private float nearestOf2(float a, float b) {
        float[] rows = prototypes;
        float best = Float.MAX_VALUE;
        for (int i = 0, end = 2 * size; i < end; i += 2) {
            float da = rows[i] - a;
            float db = rows[i + 1] - b;
            float square = da * da + db * db;
            best = square < best ? square : best;
        }
        return best;
    }

    private float nearestOf3(float a, float b, float c) {
        float[] rows = prototypes;
        float best = Float.MAX_VALUE;
        for (int i = 0, end = 3 * size; i < end; i += 3) {
            float da = rows[i] - a;
            float db = rows[i + 1] - b;
            float dc = rows[i + 2] - c;
            float square = da * da + db * db + dc * dc;
            best = square < best ? square : best;
        }
        return best;
    }

    /** Leaves a prototype as soon as it is farther than the best. */
    private float nearestOfMany(float[] point, int among) {
        float[] rows = prototypes;
        float best = Float.MAX_VALUE;
        for (int row = 0, i = 0; row < among; row++, i = row * dimensions) {
            float sum = 0;
            for (int d = 0; d < dimensions && sum < best; d++) {
                float delta = rows[i + d] - point[d];
                sum += delta * delta;
            }
            best = sum < best ? sum : best;
        }
        return best;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeFloat(epsilon);
        Floats.write(out, prototypes, size * dimensions);
    }

    public NoveltyMemory readInto(DataInput in) throws IOException {
        Versions.require("novelty memory", in.readByte(), VERSION);
        epsilon = in.readFloat();
        prototypes = Floats.read(in, bound * dimensions, "novelty memory");
        size = prototypes.length / dimensions;
        return this;
    }

    public long bytes() {
        return 1 + Float.BYTES + Floats.bytes(size * dimensions);
    }
}
