package io.lookback.alert;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How often a series reaches a level, beside how often series usually do: what makes one threshold mean about the same
 * rate for all of them. The rate of a Poisson process under a conjugate Gamma prior (Gelman et al., Bayesian Data
 * Analysis, 3rd ed., section 2.6) that is worth {@value #PRIOR} alarms:
 *
 * <pre>
 * beside(k) = log10 ((k + {@value #PRIOR}) / (usual * records + {@value #PRIOR}))
 * e         = beside(alarms),  where below zero: min(0, e + max(0, beside(raised)))
 * excess    = e + youth
 * youth     = log10 ((1 + {@value #YOUNG} / records) / (1 + {@value #YOUNG} / {@value #GROWN})) / 3
 * </pre>
 *
 * <p>So a series of which little is known counts as a usual one, and a hundred alarms speak for themselves. Counts are
 * halved at {@value #MEMORY} records, so no series counts as much more or less than usual: the quietest ones are raised
 * by two thirds of a power of ten, about. (Where they were raised by more, some alarmed ten times too often.) Of levels
 * that hardly vary, as those of many features together do, even that is too much: so alarms are counted as they come
 * out, too, and what was raised by too much is taken back.
 *
 * <p>Youth: of a short past much is a record high, so young series reach a level more often than the same series later. On
 * stationary noise they do so by {@code 1 + 1700 / records}; as much as that would hide what goes wrong in the first days.
 * This much costs nothing there; once a day was seen, noise alarms about twice as often as usual at most.
 */
public final class AlarmRate {

    private static final int VERSION = 2;
    private static final double PRIOR = 20;
    private static final double MEMORY = 100_000;
    private static final double YOUNG = 300;
    private static final double GROWN = 1_000;

    private final double usual;

    private double records;
    private double alarms;
    /** Alarms as they come out once the series is moved by its {@link #excess}. */
    private double raised;

    /** @param usual alarms a record */
    public AlarmRate(double usual) {
        this.usual = usual;
    }

    /** Powers of ten by which the series' rate lies above the usual one; below zero for a quiet series. */
    public double excess() {
        double excess = beside(alarms);
        if (excess < 0) {
            excess = Math.min(0, excess + Math.max(0, beside(raised)));
        }
        return excess + youth();
    }

    private double beside(double alarms) {
        return Math.log10((alarms + PRIOR) / (usual * records + PRIOR));
    }

    private double youth() {
        return Math.log10((1 + YOUNG / (records + 1)) / (1 + YOUNG / GROWN)) / 3;
    }

    /**
     * Takes a record in.
     *
     * @param alarm whether it reaches the level
     * @param raised whether it does once moved by the {@link #excess}
     */
    public void observe(boolean alarm, boolean raised) {
        records++;
        alarms += alarm ? 1 : 0;
        this.raised += raised ? 1 : 0;
        if (records >= MEMORY) {
            records /= 2;
            alarms /= 2;
            this.raised /= 2;
        }
    }

    /** The same once more, sharing nothing that changes. */
    public AlarmRate copy() {
        AlarmRate copy = new AlarmRate(usual);
        copy.records = records;
        copy.alarms = alarms;
        copy.raised = raised;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeDouble(records);
        out.writeDouble(alarms);
        out.writeDouble(raised);
    }

    public AlarmRate readInto(DataInput in) throws IOException {
        Versions.require("alarm rate", in.readByte(), VERSION);
        records = in.readDouble();
        alarms = in.readDouble();
        raised = in.readDouble();
        return this;
    }

    public long bytes() {
        return 1 + 3 * Double.BYTES;
    }
}
