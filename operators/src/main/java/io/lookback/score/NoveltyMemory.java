package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/**
 * A bounded memory of everything a series did, as prototypes: novelty is the distance to the nearest one. It is
 * attention over a bounded cache with the alignment {@code -|q - k|^2} (Bahdanau et al., ICLR 2015, with a metric in
 * place of the learned alignment), read as minus its largest alignment.
 *
 * <p>A point becomes a prototype if none lies within {@code epsilon * range}. When the bound is reached, epsilon grows by
 * {@value #COARSER} and those prototypes stay, in the order of their arrival, that are at least that far from all that
 * stay before them: the greedy cover of the doubling algorithm (Charikar et al., STOC 1997). So the memory covers all
 * that was seen, extremes included, at a resolution that its bound affords; until {@link #forget} drops what was nearest
 * to nothing since the last time.
 *
 * <p>They lie in the order of their first coordinate: a search leaves out all whose first coordinate alone is too far
 * away, which are most of them. State holds them in the order of their arrival.
 *
 * <p>Points are single precision: the caller passes coordinates relative to a base and in a unit near the range.
 */
public final class NoveltyMemory {

    private static final int VERSION = 2;
    private static final float COARSER = 1.15f;
    /** Most prototypes of a memory: an order of arrival is a byte. */
    private static final int MOST = 256;

    private final int dimensions;
    private final int bound;

    private float epsilon;
    private int size;
    private float[] prototypes = Floats.NONE;
    /** How many of the prototypes came before each one, unsigned. */
    private byte[] arrival = {};
    /** Which of the prototypes came, or were nearest to a point, since the memory last forgot. */
    private boolean[] recent = {};

    private int nearest;

    /** @param epsilon first resolution, as a share of the range */
    public NoveltyMemory(int dimensions, int bound, double epsilon) {
        if (bound > MOST) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "A novelty memory holds at most %d prototypes, not %d", MOST, bound));
        }
        this.dimensions = dimensions;
        this.bound = bound;
        this.epsilon = (float) epsilon;
    }

    public int size() {
        return size;
    }

    /** Euclidean distance to the nearest prototype, which is seen again by that; 0 while there is none. */
    public double nearest(float[] point) {
        if (size == 0) {
            return 0;
        }
        int above = rank(point[0]);
        nearest = Math.min(above, size - 1);
        float best = nearest(point, above, 1, Float.MAX_VALUE);
        best = nearest(point, above - 1, -1, best);
        recent[nearest] = true;
        return Math.sqrt(best);
    }

    /** The squared distance to the nearest prototype in one direction along the first coordinate, if below {@code best}. */
    private float nearest(float[] point, int from, int direction, float best) {
        float least = best;
        int row = from;
        while (row >= 0 && row < size && square(prototypes[row * dimensions] - point[0]) < least) {
            float distance = distance(row, point, 0, least);
            if (distance < least) {
                least = distance;
                nearest = row;
            }
            row += direction;
        }
        return least;
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
        insert(point, 0);
        while (size == bound) {
            epsilon *= COARSER;
            thin(epsilon * range);
        }
    }

    /** Whether {@link #remember} would keep a point at that distance. */
    public boolean isNew(double distance, double range) {
        return size == 0 || distance > epsilon * range;
    }

    /** Drops the prototypes that neither came nor were nearest to a point since it last forgot. */
    public void forget() {
        byte[] ranks = new byte[size];
        byte kept = 0;
        for (int row : byArrival()) {
            if (recent[row]) {
                ranks[row] = kept++;
            }
        }
        keep(recent.clone(), ranks);
        Arrays.fill(recent, false);
    }

    /** Moves all prototypes along the first coordinate. */
    public void shift(float by) {
        for (int i = 0; i < size * dimensions; i += dimensions) {
            prototypes[i] += by;
        }
    }

    /** Changes the unit of all coordinates. */
    public void scale(float factor) {
        for (int i = 0; i < size * dimensions; i++) {
            prototypes[i] *= factor;
        }
    }

    private void insert(float[] source, int from) {
        if (size == arrival.length) {
            arrival = Arrays.copyOf(arrival, prototypes.length / dimensions);
            recent = Arrays.copyOf(recent, arrival.length);
        }
        int at = rank(source[from]);
        int start = at * dimensions;
        System.arraycopy(prototypes, start, prototypes, start + dimensions, (size - at) * dimensions);
        System.arraycopy(source, from, prototypes, start, dimensions);
        System.arraycopy(arrival, at, arrival, at + 1, size - at);
        arrival[at] = (byte) size;
        System.arraycopy(recent, at, recent, at + 1, size - at);
        recent[at] = true;
        size++;
    }

    /** How many prototypes have a first coordinate no larger than this. */
    private int rank(float first) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (prototypes[middle * dimensions] <= first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void thin(double apart) {
        float limit = (float) (apart * apart);
        boolean[] stays = new boolean[size];
        byte[] ranks = new byte[size];
        byte kept = 0;
        for (int row : byArrival()) {
            if (standsApart(row, stays, limit, 1) && standsApart(row, stays, limit, -1)) {
                stays[row] = true;
                ranks[row] = kept++;
            }
        }
        keep(stays, ranks);
    }

    /** Whether no prototype that stays, in one direction along the first coordinate, is closer. */
    private boolean standsApart(int candidate, boolean[] stays, float limit, int direction) {
        int from = candidate * dimensions;
        for (int row = candidate + direction; row >= 0 && row < size; row += direction) {
            if (square(prototypes[row * dimensions] - prototypes[from]) >= limit) {
                return true;
            }
            boolean far = !stays[row] || distance(row, prototypes, from, limit) >= limit;
            if (!far) { // what is not a number is never far, so a thinning always ends
                return false;
            }
        }
        return true;
    }

    private void keep(boolean[] stays, byte[] ranks) {
        int kept = 0;
        for (int row = 0; row < size; row++) {
            if (stays[row]) {
                System.arraycopy(prototypes, row * dimensions, prototypes, kept * dimensions, dimensions);
                arrival[kept] = ranks[row];
                recent[kept] = recent[row];
                kept++;
            }
        }
        size = kept;
    }

    private int[] byArrival() {
        int[] rows = new int[size];
        for (int row = 0; row < size; row++) {
            rows[Byte.toUnsignedInt(arrival[row])] = row;
        }
        return rows;
    }

    /** Squared distance of a prototype to the point that begins at {@code from}; anything above {@code limit} if above. */
    private float distance(int row, float[] points, int from, float limit) {
        float[] rows = prototypes;
        int start = row * dimensions;
        float sum = 0;
        for (int d = 0; d < dimensions && sum < limit; d++) {
            sum += square(rows[start + d] - points[from + d]);
        }
        return sum;
    }

    private static float square(float x) {
        return x * x;
    }

    /** The same once more, sharing nothing that changes. */
    public NoveltyMemory copy() {
        NoveltyMemory copy = new NoveltyMemory(dimensions, bound, epsilon);
        copy.size = size;
        copy.prototypes = prototypes.clone();
        copy.arrival = arrival.clone();
        copy.recent = recent.clone();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeFloat(epsilon);
        BitSet seen = new BitSet(MOST);
        float[] rows = new float[size * dimensions];
        for (int row = 0; row < size; row++) {
            int rank = Byte.toUnsignedInt(arrival[row]);
            System.arraycopy(prototypes, row * dimensions, rows, rank * dimensions, dimensions);
            seen.set(rank, recent[row]);
        }
        Floats.write(out, rows, rows.length);
        out.write(Arrays.copyOf(seen.toByteArray(), seenBytes()));
    }

    public NoveltyMemory readInto(DataInput in) throws IOException {
        Versions.require("novelty memory", in.readByte(), VERSION);
        epsilon = in.readFloat();
        float[] rows = Floats.read(in, bound * dimensions, "novelty memory");
        size = rows.length / dimensions;
        prototypes = new float[rows.length];
        arrival = new byte[size];
        recent = new boolean[size];
        byte[] bits = new byte[seenBytes()];
        in.readFully(bits);
        BitSet seen = BitSet.valueOf(bits);
        long[] order = order(rows);
        for (int row = 0; row < size; row++) {
            int rank = (int) order[row];
            System.arraycopy(rows, rank * dimensions, prototypes, row * dimensions, dimensions);
            arrival[row] = (byte) rank;
            recent[row] = seen.get(rank);
        }
        return this;
    }

    /** The rows in the order of their first coordinate: the coordinate as an integer of the same order, then the row. */
    private long[] order(float[] rows) {
        long[] order = new long[size];
        for (int row = 0; row < size; row++) {
            int bits = Float.floatToIntBits(rows[row * dimensions] + 0f); // no negative zero
            order[row] = (long) (bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32 | row;
        }
        Arrays.sort(order);
        return order;
    }

    private int seenBytes() {
        return (size + Byte.SIZE - 1) / Byte.SIZE;
    }

    public long bytes() {
        return 1 + Float.BYTES + Floats.bytes(size * dimensions) + seenBytes();
    }
}
