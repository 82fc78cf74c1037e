package io.lookback.series;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.control.Announcement;
import io.lookback.control.SeriesPattern;
import io.lookback.onnx.Device;
import io.lookback.onnx.DeviceException;
import io.lookback.onnx.OnnxException;
import io.lookback.series.SeriesCells.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that a subtask runs, each with one executor, and which of them advance a series: the configured ones, but
 * where a model was assigned for the series, that one. One thread; the owner closes it.
 */
public final class ModelPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);

    private final SeriesSpec spec;
    private final CellOptions options;
    private final List<CacheStats> stats;
    /** By the digest of the model. */
    private final Map<String, Running> running = new HashMap<>();

    /** Digests of the models of the settings. */
    private final Set<String> configured;

    private final List<CellExecutor> executors = new ArrayList<>();
    /** For each cell of the settings the models that may stand in its place, the first that fits does. */
    private final List<List<Candidate>> candidates = new ArrayList<>();

    /** Digests of configured models whose failure was logged. */
    private final Set<String> told = new HashSet<>();

    private final CustomFeatures custom;

    private SeriesCells usual;
    private boolean assigned;

    /**
     * @param stats one for each cell of the settings, and for those that take its place
     * @throws io.lookback.onnx.OnnxException if a model cannot be opened; none stays open then
     */
    public ModelPool(SeriesSpec spec, CellOptions options, List<CacheStats> stats) {
        this.spec = spec;
        this.options = options;
        this.stats = List.copyOf(stats);
        spec.cells().forEach(cell -> candidates.add(new ArrayList<>()));
        this.configured = spec.cells().stream().map(Cell::digest).collect(Collectors.toUnmodifiableSet());
        try {
            this.usual = seriesCells();
            this.custom = new CustomFeatures(spec.models(), options);
        } catch (RuntimeException e) {
            dismiss(Set.of());
            throw e;
        }
        follow();
    }

    /** Which cells advance the series from now on. */
    public SeriesCells of(String series) {
        SeriesCells seriesCells = usual;
        if (assigned) {
            for (int position = 0; position < candidates.size(); position++) {
                for (Candidate candidate : candidates.get(position)) {
                    if (candidate.series().matches(series)) {
                        seriesCells = seriesCells.with(position, candidate.running());
                        break;
                    }
                }
            }
        }
        return seriesCells;
    }

    /** Whether a shadow model is among those that advance the series. */
    public boolean shadows(String series) {
        for (List<Candidate> position : candidates) {
            for (Candidate candidate : position) {
                if (candidate.shadow() && candidate.series().matches(series)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Makes these the models that stand in the place of configured ones, and closes those that do no longer. Between two
     * waves.
     *
     * @param assignments in the order of their precedence, shadows first, of cells that {@link SeriesSpec#position} knows
     */
    public void assign(List<ModelAssignment> assignments) {
        candidates.forEach(List::clear);
        assigned = !assignments.isEmpty();
        Set<String> needed = new HashSet<>();
        needed.addAll(configured);
        for (ModelAssignment assignment : assignments) {
            Cell cell = assignment.cell();
            int position = spec.position(cell.card().cell());
            needed.add(cell.digest());
            Announcement announcement = assignment.announcement();
            candidates
                    .get(position)
                    .add(new Candidate(announcement.series(), announcement.shadow(), run(position, cell)));
        }
        usual = seriesCells();
        dismiss(needed);
        follow();
    }

    /** What the job's custom models make of records. */
    CustomFeatures custom() {
        return custom;
    }

    int attended() {
        return options.attended();
    }

    /**
     * Runs what was added to any executor. Rows for which a configured model fails on the processor have no forecast; on a
     * device, which fails for its own reasons, the failure is thrown.
     *
     * @return the first announced model that cannot go on: no row of the wave has an outcome then
     * @throws OnnxException if a configured model fails on a device
     */
    Optional<ModelFailure> run() {
        for (Running cell : running.values()) {
            if (configured.contains(cell.cell().digest())) {
                runConfigured(cell);
            } else {
                Optional<String> failure = Trial.run(cell.executor());
                if (failure.isPresent()) {
                    return Optional.of(new ModelFailure(cell.cell().digest(), failure.get()));
                }
            }
        }
        return Optional.empty();
    }

    private void runConfigured(Running cell) {
        try {
            cell.executor().run();
        } catch (DeviceException gone) {
            throw gone;
        } catch (OnnxException e) {
            if (options.device().kind() != Device.Kind.CPU) {
                throw e;
            }
            Optional<OnnxException> failure = cell.executor().runApart();
            if (failure.isPresent() && told.add(cell.cell().digest())) {
                LOG.warn(
                        "Model '{}' fails for some records, which are scored without its forecast; told once",
                        cell.cell().card().qualifiedName(),
                        failure.get());
            }
        }
    }

    /** Forgets the memories that are cached. Between two waves. */
    void forget() {
        executors.forEach(CellExecutor::forget);
    }

    /** Forgets the rows of the wave. */
    void clear() {
        executors.forEach(CellExecutor::clear);
        custom.clear();
    }

    @Override
    public void close() {
        dismiss(Set.of());
        executors.clear();
        custom.close();
    }

    private SeriesCells seriesCells() {
        List<Running> cells = new ArrayList<>();
        for (int position = 0; position < spec.cells().size(); position++) {
            cells.add(run(position, spec.cells().get(position)));
        }
        return new SeriesCells(spec, cells);
    }

    private Running run(int position, Cell cell) {
        return running.computeIfAbsent(
                cell.digest(), digest -> new Running(cell, cell.open(options, stats.get(position))));
    }

    private void dismiss(Set<String> needed) {
        running.entrySet().removeIf(entry -> {
            boolean leaves = !needed.contains(entry.getKey());
            entry.getValue().executor().forget();
            if (leaves) {
                entry.getValue().executor().close();
            }
            return leaves;
        });
    }

    private void follow() {
        executors.clear();
        running.values().forEach(cell -> executors.add(cell.executor()));
    }

    /** A model for the series of a name. */
    private record Candidate(SeriesPattern series, boolean shadow, Running running) {}
}
