package io.lookback.testkit;

import java.util.Random;
import java.util.function.BooleanSupplier;

/** When an operator under test takes a snapshot, and when it crashes and goes back to the last one. */
public interface CrashMode {

    /** Asked after each item of the script. */
    boolean snapshots();

    /** Asked after each item, once a possible snapshot is taken. What was emitted since the snapshot is lost. */
    boolean crashes();

    /** The uninterrupted run. */
    static CrashMode never() {
        return of("never", () -> false, () -> false);
    }

    /** Restores from a snapshot after every single item. */
    static CrashMode afterEachItem() {
        return of("after each item", () -> true, () -> true);
    }

    /** Snapshots about every fifth item, crashes about every seventh: items between the two are replayed. */
    static CrashMode atRandom(long seed) {
        Random random = new Random(seed);
        return of("at random, seed " + seed, () -> random.nextInt(5) == 0, () -> random.nextInt(7) == 0);
    }

    private static CrashMode of(String name, BooleanSupplier snapshots, BooleanSupplier crashes) {
        return new CrashMode() {
            @Override
            public boolean snapshots() {
                return snapshots.getAsBoolean();
            }

            @Override
            public boolean crashes() {
                return crashes.getAsBoolean();
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }
}
