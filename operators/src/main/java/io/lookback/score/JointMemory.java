package io.lookback.score;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far the state of all features together lies from every state that the series was in, at least a day ago:
 *
 * <pre>
 * V = ema8(asinh z) in R^features,   J = distance to the nearest prototype / sqrt(features)
 * </pre>
 *
 * <p>A state becomes a prototype only a day after it was seen, so a lasting trouble stays new while it lasts. States that
 * wait are thinned like the prototypes (two that lie close would become one anyway), which bounds the waiting room.
 */
public final class JointMemory {

    private static final int VERSION = 2;
    private static final double EPSILON = 0.02;
    private static final double TREND_MEMORY = 8;

    private final int features;
    private final double norm;
    private final int waitingBound;
    private final NoveltyMemory memory;

    private long count;
    /** Records of this epoch. */
    private int recent;

    private final float[] state;
    private int waiting;
    private float[] queue = Floats.NONE;
    private long[] due = {};

    /** @param bound most prototypes */
    public JointMemory(int features, int bound) {
        this(new NoveltyMemory(features, bound, EPSILON), new float[features], Math.max(2, bound / 2));
    }

    private JointMemory(NoveltyMemory memory, float[] state, int waitingBound) {
        this.features = state.length;
        this.norm = Math.sqrt(features);
        this.waitingBound = waitingBound;
        this.memory = memory;
        this.state = state;
    }

    /** Moves one coordinate of the state; a feature without a value keeps its own. */
    public void feel(int feature, double z) {
        double rate = Math.max(1 / TREND_MEMORY, 1.0 / (count + 1));
        state[feature] += (float) (rate * (asinh(z) - state[feature]));
    }

    /**
     * Judges the state that was felt against the past, then queues it.
     *
     * @param delay rows until the state becomes part of the past
     */
    public double judge(long delay) {
        admit();
        double distance = memory.nearest(state);
        if (memory.isNew(distance, norm)) {
            enqueue(count + delay);
        }
        count++;
        recent++;
        return distance / norm;
    }

    /**
     * Ends the epoch once it has so many records: states that were last near in the one before are forgotten.
     *
     * @param epoch records
     */
    public void forget(double epoch) {
        if (recent >= epoch) {
            recent = 0;
            memory.forget();
        }
    }

    private void admit() {
        float[] first = new float[waiting > 0 && due[0] <= count ? features : 0];
        while (waiting > 0 && due[0] <= count) {
            System.arraycopy(queue, 0, first, 0, features);
            waiting--;
            System.arraycopy(queue, features, queue, 0, waiting * features);
            System.arraycopy(due, 1, due, 0, waiting);
            memory.remember(first, memory.nearest(first), norm);
        }
    }

    private void enqueue(long when) {
        if (waiting == waitingBound || !newAmongWaiting()) {
            return;
        }
        queue = Floats.withRoom(queue, (waiting + 1) * features, waitingBound * features);
        if (waiting == due.length) {
            due = Arrays.copyOf(due, Math.min(waitingBound, Math.max(8, 2 * waiting)));
        }
        System.arraycopy(state, 0, queue, waiting * features, features);
        due[waiting] = when;
        waiting++;
    }

    private boolean newAmongWaiting() {
        double limit = EPSILON * EPSILON * features;
        for (int row = 0; row < waiting; row++) {
            double sum = 0;
            for (int i = 0; i < features && sum <= limit; i++) {
                double delta = queue[row * features + i] - state[i];
                sum += delta * delta;
            }
            if (sum <= limit) {
                return false;
            }
        }
        return true;
    }

    private static double asinh(double z) {
        double magnitude = Math.abs(z);
        double y = magnitude < 1e150 ? Math.log(magnitude + Math.sqrt(magnitude * magnitude + 1)) : Math.log(magnitude);
        return z < 0 ? -y : y;
    }

    /** The same once more, sharing nothing that changes. */
    public JointMemory copy() {
        JointMemory copy = new JointMemory(memory.copy(), state.clone(), waitingBound);
        copy.count = count;
        copy.recent = recent;
        copy.waiting = waiting;
        copy.queue = queue.clone();
        copy.due = due.clone();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(count);
        out.writeInt(recent);
        Floats.write(out, state, features);
        Floats.write(out, queue, waiting * features);
        for (int row = 0; row < waiting; row++) {
            out.writeLong(due[row]);
        }
        memory.write(out);
    }

    public JointMemory readInto(DataInput in) throws IOException {
        Versions.require("joint memory", in.readByte(), VERSION);
        count = in.readLong();
        recent = in.readInt();
        System.arraycopy(Floats.read(in, features, "joint memory"), 0, state, 0, features);
        queue = Floats.read(in, waitingBound * features, "joint memory");
        waiting = queue.length / features;
        due = new long[waiting];
        for (int row = 0; row < waiting; row++) {
            due[row] = in.readLong();
        }
        memory.readInto(in);
        return this;
    }

    public long bytes() {
        return 1
                + Long.BYTES
                + Integer.BYTES
                + Floats.bytes(features)
                + Floats.bytes(waiting * features)
                + (long) waiting * Long.BYTES
                + memory.bytes();
    }
}
