package io.lookback.benchmark.detection;

import io.lookback.cell.CellRegistry;
import io.lookback.cell.CellSpec;
import io.lookback.cli.evaluate.Baseline;
import io.lookback.cli.evaluate.DetectorOutput;
import io.lookback.cli.evaluate.Readings;
import io.lookback.detection.DetectionSpec;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A detector to be judged. */
record Candidate(String name, Function<Readings, DetectorOutput> detector) {

    private static final String DEFAULT = "default";
    private static final String NONE = "none";
    private static final String ALL = "all";

    DetectorOutput grade(Readings readings) {
        return detector.apply(readings);
    }

    /**
     * @param name of a cell or a baseline; {@code default} for the cells of a job that names none, {@code none} for no
     *     cell, {@code all} for all cells
     * @throws IllegalArgumentException if there is no such cell and no such baseline
     */
    static Candidate of(String name, DetectionSpec detection) {
        switch (name) {
            case DEFAULT:
                return cells("default cells", List.of(CellRegistry.LOOKBACK), detection);
            case NONE:
                return cells("no cell", List.of(), detection);
            case ALL:
                return cells("all cells", CellRegistry.shipped(), detection);
            default:
        }
        if (CellRegistry.find(name).isPresent()) {
            return cells(name, List.of(name), detection);
        }
        Baseline baseline = Baseline.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Candidate(name, readings -> baseline.grade(readings, detection));
    }

    private static Candidate cells(String name, List<String> kinds, DetectionSpec detection) {
        List<CellSpec> cells = kinds.stream().map(CellSpec::shipped).toList();
        return new Candidate(name, readings -> Life.grade(readings, cells, detection));
    }
}
