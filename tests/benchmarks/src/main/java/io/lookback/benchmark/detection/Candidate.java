package io.lookback.benchmark.detection;

import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cli.evaluate.Baseline;
import io.lookback.cli.evaluate.CutForest;
import io.lookback.cli.evaluate.Graded;
import io.lookback.cli.evaluate.Readings;
import io.lookback.detection.DetectionSpec;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A detector to be judged. */
record Candidate(String name, Function<Readings, Graded> detector) {

    private static final String ALL_THREE = "all-three";

    Graded grade(Readings readings) {
        return detector.apply(readings);
    }

    /** @throws IllegalArgumentException if there is no such cell and no such baseline */
    static Candidate of(String name, DetectionSpec detection) {
        if (name.equals(ALL_THREE)) {
            return cells(name, CellRegistry.names(), detection);
        }
        if (CellRegistry.find(name).isPresent()) {
            return cells(name, List.of(name), detection);
        }
        Baseline baseline = Baseline.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Candidate(name, readings -> baseline.grade(readings, detection));
    }

    static Candidate forest(CutForest forest) {
        return new Candidate(
                String.format(
                        Locale.ROOT, "random cut forest, shingles of %d, %d trees", forest.shingle(), forest.trees()),
                forest::grade);
    }

    private static Candidate cells(String name, List<String> kinds, DetectionSpec detection) {
        List<CellSpec> cells = kinds.stream().map(CellSpec::shipped).toList();
        return new Candidate(name, readings -> Life.grade(readings, cells, detection));
    }
}
