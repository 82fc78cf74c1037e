package io.lookback.cli.evaluate;

import io.lookback.detection.DetectionSpec;
import java.util.Locale;

/**
 * Detectors that anybody would try first, to hold other scores against. They see a series strictly in order, and no
 * label.
 */
public enum Baseline {
    /** How many standard deviations a value lies from the mean of the last 1000 values. */
    WINDOWED_GAUSSIAN("Windowed Gaussian") {
        @Override
        public DetectorOutput grade(Readings readings, DetectionSpec detection) {
            return DetectorOutput.alike(Deviations.ofValues(readings));
        }
    },
    /** How far a value lies from the one a day before, in units of how far values usually do. */
    SEASONAL_NAIVE("Seasonal naive") {
        @Override
        public DetectorOutput grade(Readings readings, DetectionSpec detection) {
            return DetectorOutput.alike(Deviations.ofDays(readings));
        }
    },
    /** How many standard deviations a value lies from the mean of the first 1000 values. */
    STATIC_Z("Static z") {
        @Override
        public DetectorOutput grade(Readings readings, DetectionSpec detection) {
            return DetectorOutput.alike(Deviations.ofFirstValues(readings));
        }
    },
    /** This system's detector without a cell: each value is expected to be the one before. */
    PERSISTENCE("Persistence") {
        @Override
        public DetectorOutput grade(Readings readings, DetectionSpec detection) {
            return PersistenceDetector.grade(readings, detection);
        }
    },
    /** Robust random cut forest. */
    RANDOM_CUT_FOREST("Random cut forest") {
        @Override
        public DetectorOutput grade(Readings readings, DetectionSpec detection) {
            return CutForest.RECOMMENDED.grade(readings);
        }
    };

    private final String label;

    Baseline(String label) {
        this.label = label;
    }

    /** For a person. */
    public String label() {
        return label;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param detection what the user says about detection, for those that heed it */
    public abstract DetectorOutput grade(Readings readings, DetectionSpec detection);
}
