package io.lookback.calibrate;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How improbable a score is that changes slowly. Neighbours of such a score are nearly the same, and counting each of
 * them would take one excursion for many; so of every block of scores only the largest counts (block maxima: Coles, An
 * Introduction to Statistical Modeling of Extreme Values, Springer 2001, chapter 3), with an {@link ExtremeValueTail}
 * over these.
 */
public final class BlockTail {

    private static final int VERSION = 1;
    /** Blocks after which older ones begin to fade, for each of the largest that is kept. */
    private static final int MEMORY = 100;

    private final int block;
    private final ExtremeValueTail tail;

    private int filled;
    private double largest;

    /**
     * @param block scores; about as many as stay alike
     * @param bound how many of the largest are kept
     */
    public BlockTail(int block, int bound) {
        this(block, new ExtremeValueTail(bound, MEMORY * bound));
    }

    private BlockTail(int block, ExtremeValueTail tail) {
        this.block = block;
        this.tail = tail;
    }

    /** {@code -log10} of the probability that a block holds a score that large or larger; 0 before a hundred blocks. */
    public double surprise(double score) {
        return tail.surprise(score);
    }

    /** Takes a score in, once it has been judged; below zero counts as zero. */
    public void observe(double score) {
        largest = Math.max(largest, score);
        filled++;
        if (filled == block) {
            tail.observe(largest);
            filled = 0;
            largest = 0;
        }
    }

    /** The same once more, sharing nothing that changes. */
    public BlockTail copy() {
        BlockTail copy = new BlockTail(block, tail.copy());
        copy.filled = filled;
        copy.largest = largest;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(filled);
        out.writeDouble(largest);
        tail.write(out);
    }

    public BlockTail readInto(DataInput in) throws IOException {
        Versions.require("block tail", in.readByte(), VERSION);
        filled = in.readInt();
        largest = in.readDouble();
        tail.readInto(in);
        return this;
    }

    public long bytes() {
        return 1 + Integer.BYTES + Double.BYTES + tail.bytes();
    }
}
