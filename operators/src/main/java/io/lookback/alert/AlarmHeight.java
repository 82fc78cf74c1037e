package io.lookback.alert;

import io.lookback.event.Versions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far a series' alarms reach above the level at which they begin, beside how far those of others do: what makes a
 * higher threshold mean about the same rate for all series, once {@link AlarmRate} has made the lower one do so.
 * Excesses over a high level are exponential or nearly so (Pickands, Annals of Statistics 3(1), 1975); their mean is
 * estimated under a conjugate prior (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6) that is worth
 * {@value #PRIOR} alarms:
 *
 * <pre>
 * mean = (sum of the heights + {@value #PRIOR} usual) / (alarms + {@value #PRIOR})
 * </pre>
 *
 * <p>Heights are counted in that mean, so that a series whose alarms jump far needs a farther jump. An alarm counts
 * once it is over, with its peak: while it rises, its own beginning does not make it smaller. Sum and number are halved
 * at {@value #MEMORY} alarms.
 */
public final class AlarmHeight {

    private static final int VERSION = 1;
    private static final double PRIOR = 10;
    private static final double MEMORY = 100;

    private final double usual;

    private double alarms;
    private double sum;
    /** Of the alarm that may not be over, zero for none. */
    private double peak;

    /** @param usual mean height of an alarm's peak above the level at which alarms begin, in levels */
    public AlarmHeight(double usual) {
        this.usual = usual;
    }

    /**
     * The height that is as rare among others' alarms as this one among the series' own.
     *
     * @param height in levels; one of zero or less is no alarm's and stays as it is
     */
    public double comparable(double height) {
        return height <= 0 ? height : height * usual * (alarms + PRIOR) / (sum + usual * PRIOR);
    }

    /**
     * Takes a height in.
     *
     * @param onset whether what came before is over
     */
    public void observe(double height, boolean onset) {
        if (onset) {
            count();
            peak = 0;
        }
        peak = Math.max(peak, height);
    }

    private void count() {
        if (peak == 0) {
            return;
        }
        alarms++;
        sum += peak;
        if (alarms >= MEMORY) {
            alarms /= 2;
            sum /= 2;
        }
    }

    /** The same once more, sharing nothing that changes. */
    public AlarmHeight copy() {
        AlarmHeight copy = new AlarmHeight(usual);
        copy.alarms = alarms;
        copy.sum = sum;
        copy.peak = peak;
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeDouble(alarms);
        out.writeDouble(sum);
        out.writeDouble(peak);
    }

    public AlarmHeight readInto(DataInput in) throws IOException {
        Versions.require("alarm height", in.readByte(), VERSION);
        alarms = in.readDouble();
        sum = in.readDouble();
        peak = in.readDouble();
        return this;
    }

    public long bytes() {
        return 1 + 3 * Double.BYTES;
    }
}
