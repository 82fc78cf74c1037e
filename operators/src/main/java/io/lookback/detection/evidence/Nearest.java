package io.lookback.detection.evidence;

import io.lookback.block.Block;
import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * The patches of a {@link Sample} that lie nearest to the present one. After a gap only the coordinates behind it are
 * compared: until a second value came, that is the value alone.
 *
 * <p>The scan looks at four coordinates of each patch, one read, and at the others only where those are near enough
 * (partial distances: Bei and Gray, IEEE Trans. Communications 33(10), 1985), beginning with a bound from the patches that
 * were nearest last.
 */
final class Nearest {

    private final int slots;
    private final int last;

    /** @param slots where the patches begin */
    Nearest(Layout layout, int slots) {
        this.slots = slots;
        last = layout.bytes(Tuning.NEAREST);
    }

    /**
     * Fills in the moment's neighbors.
     *
     * @param size patches that there are
     */
    void search(Moment moment, int size) {
        Block block = moment.block;
        int at = moment.at;
        float[] q = moment.patch;
        float[] best = moment.squares;
        moment.neighbors = Math.min(size, Tuning.NEAREST);
        for (int i = 0; i < Tuning.NEAREST; i++) {
            best[i] = Float.MAX_VALUE;
            moment.nearest[i] = 0;
        }
        if (moment.coordinates < Tuning.COORDINATES) {
            searchHead(moment, size);
            return;
        }
        float bound = boundFromLast(moment, size);
        float q0 = q[0];
        float q1 = q[1];
        float q2 = q[2];
        float q3 = q[3];
        for (int slot = 0; slot < size; slot++) {
            int place = patch(at, slot);
            long half = block.longAt(place);
            float e0 = q0 - first(half);
            float e1 = q1 - second(half);
            float e2 = q2 - third(half);
            float e3 = q3 - fourth(half);
            float square = e0 * e0 + e1 * e1 + (e2 * e2 + e3 * e3);
            if (square <= bound) {
                square = rest(block, place, q, square);
                if (square <= bound) {
                    bound = Math.min(bound, insert(moment, slot, square));
                }
            }
        }
    }

    /** By the coordinates that lie after the last gap alone. */
    private void searchHead(Moment moment, int size) {
        for (int slot = 0; slot < size; slot++) {
            int place = patch(moment.at, slot);
            float square = 0;
            for (int j = 0; j < moment.coordinates; j++) {
                float e = moment.patch[j] - moment.block.shortAt(place + Short.BYTES * j);
                square += e * e;
            }
            insert(moment, slot, square);
        }
    }

    /**
     * Squared distance of a patch.
     *
     * @param square that of its first four coordinates
     */
    private static float rest(Block block, int place, float[] q, float square) {
        long other = block.longAt(place + Long.BYTES);
        float e4 = q[4] - first(other);
        float e5 = q[5] - second(other);
        float e6 = q[6] - third(other);
        float e7 = q[7] - fourth(other);
        return square + (e4 * e4 + e5 * e5) + (e6 * e6 + e7 * e7);
    }

    /** Returns the distance of the last one that counts. */
    private static float insert(Moment moment, int slot, float square) {
        float[] best = moment.squares;
        int j = Tuning.NEAREST - 1;
        if (square >= best[j]) {
            return best[j];
        }
        while (j > 0 && best[j - 1] > square) {
            best[j] = best[j - 1];
            moment.nearest[j] = moment.nearest[j - 1];
            j--;
        }
        best[j] = square;
        moment.nearest[j] = slot;
        return best[Tuning.NEAREST - 1];
    }

    /** Squared distance of the farthest of the patches that were nearest last; the third nearest lies no farther. */
    private float boundFromLast(Moment moment, int size) {
        if (size < Tuning.NEAREST) {
            return Float.MAX_VALUE;
        }
        float bound = 0;
        int first = moment.block.byteAt(moment.at + last) & 0xFF;
        for (int i = 0; i < Tuning.NEAREST; i++) {
            int slot = moment.block.byteAt(moment.at + last + i) & 0xFF;
            if (slot >= size || (i > 0 && slot == first)) {
                return Float.MAX_VALUE;
            }
            bound = Math.max(bound, square(moment, slot));
        }
        return bound;
    }

    private float square(Moment moment, int slot) {
        int place = patch(moment.at, slot);
        long half = moment.block.longAt(place);
        float e0 = moment.patch[0] - first(half);
        float e1 = moment.patch[1] - second(half);
        float e2 = moment.patch[2] - third(half);
        float e3 = moment.patch[3] - fourth(half);
        return rest(moment.block, place, moment.patch, e0 * e0 + e1 * e1 + (e2 * e2 + e3 * e3));
    }

    /** Of four coordinates in one read. */
    private static short first(long four) {
        return (short) four;
    }

    private static short second(long four) {
        return (short) (four >> Short.SIZE);
    }

    private static short third(long four) {
        return (short) (four >> 2 * Short.SIZE);
    }

    private static short fourth(long four) {
        return (short) (four >> 3 * Short.SIZE);
    }

    void learn(Moment moment) {
        for (int i = 0; i < Tuning.NEAREST; i++) {
            moment.block.putByte(moment.at + last + i, moment.nearest[i]);
        }
    }

    private int patch(int at, int slot) {
        return at + slots + Sample.PATCH * slot;
    }
}
