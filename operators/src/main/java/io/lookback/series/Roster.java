package io.lookback.series;

import io.lookback.cell.CacheStats;
import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.cell.CellOptions;
import io.lookback.control.Announcement;
import io.lookback.control.SeriesPattern;
import io.lookback.series.LineUp.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models that a subtask runs, each with one executor, and which of them advance a series: the configured ones, but
 * where a model was appointed for the series, that one. One thread; the owner closes it.
 */
public final class Roster implements AutoCloseable {

    private final SeriesSpec spec;
    private final CellOptions options;
    private final List<CacheStats> stats;
    /** By the digest of the model. */
    private final Map<String, Running> running = new HashMap<>();

    private final List<CellExecutor> executors = new ArrayList<>();
    /** For each cell of the settings the models that may stand in its place, the first that fits does. */
    private final List<List<Candidate>> candidates = new ArrayList<>();

    private LineUp usual;
    private boolean appointed;

    /**
     * @param stats one for each cell of the settings, and for those that take its place
     * @throws io.lookback.onnx.OnnxException if a model cannot be opened; none stays open then
     */
    public Roster(SeriesSpec spec, CellOptions options, List<CacheStats> stats) {
        this.spec = spec;
        this.options = options;
        this.stats = List.copyOf(stats);
        spec.cells().forEach(cell -> candidates.add(new ArrayList<>()));
        try {
            this.usual = lineUp();
        } catch (RuntimeException e) {
            dismiss(Set.of());
            throw e;
        }
        follow();
    }

    /** Which cells advance the series from now on. */
    public LineUp of(String series) {
        LineUp lineUp = usual;
        if (appointed) {
            for (int position = 0; position < candidates.size(); position++) {
                for (Candidate candidate : candidates.get(position)) {
                    if (candidate.series().matches(series)) {
                        lineUp = lineUp.with(position, candidate.running());
                        break;
                    }
                }
            }
        }
        return lineUp;
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
     * @param appointments in the order of their precedence, shadows first, of cells that {@link SeriesSpec#position} knows
     */
    public void appoint(List<Appointment> appointments) {
        candidates.forEach(List::clear);
        appointed = !appointments.isEmpty();
        Set<String> needed = new HashSet<>();
        spec.cells().forEach(cell -> needed.add(cell.digest()));
        for (Appointment appointment : appointments) {
            Cell cell = appointment.cell();
            int position = spec.position(cell.card().cell());
            needed.add(cell.digest());
            Announcement announcement = appointment.announcement();
            candidates
                    .get(position)
                    .add(new Candidate(announcement.series(), announcement.shadow(), run(position, cell)));
        }
        usual = lineUp();
        dismiss(needed);
        follow();
    }

    int attended() {
        return options.attended();
    }

    /** Runs what was added to any executor. */
    void run() {
        executors.forEach(CellExecutor::run);
    }

    /** Forgets the rows of the wave. */
    void clear() {
        executors.forEach(CellExecutor::clear);
    }

    @Override
    public void close() {
        dismiss(Set.of());
        executors.clear();
    }

    private LineUp lineUp() {
        List<Running> cells = new ArrayList<>();
        for (int position = 0; position < spec.cells().size(); position++) {
            cells.add(run(position, spec.cells().get(position)));
        }
        return new LineUp(spec, cells);
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
