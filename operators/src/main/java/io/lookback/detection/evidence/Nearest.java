package io.lookback.detection.evidence;

import io.lookback.block.Layout;
import io.lookback.detection.tuning.Tuning;

/**
 * The patches of a {@link Sample} that lie nearest to the present one. After a gap only the coordinates behind it are
 * compared: until a second value came, that is the value alone.
 *
 * <p>The scan looks only at the patches that their rough {@link Distances} do not rule out, beginning with a bound from
 * those that were nearest last.
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
        moment.neighbors = Math.min(size, Tuning.NEAREST);
        for (int i = 0; i < Tuning.NEAREST; i++) {
            moment.squares[i] = Float.MAX_VALUE;
            moment.nearest[i] = 0;
        }
        if (moment.coordinates < Tuning.COORDINATES) {
            searchHead(moment, size);
            return;
        }
        Distances distances = moment.distances;
        distances.measure(moment.block, moment.at + slots, moment.patch);
        float bound = boundFromLast(moment, size);
        int limit = Distances.roughLimit(bound);
        for (int slot = 0; slot < size; slot++) {
            if (distances.rough(slot) <= limit) {
                float square = distances.exact(slot, moment.patch);
                if (square <= bound) {
                    bound = Math.min(bound, insert(moment, slot, square));
                    limit = Distances.roughLimit(bound);
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
            bound = Math.max(bound, moment.distances.exact(slot, moment.patch));
        }
        return bound;
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
