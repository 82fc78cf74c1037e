package io.lookback.series;

import io.lookback.cell.Cell;
import io.lookback.cell.CellExecutor;
import io.lookback.custom.CustomModel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cells that advance a series, in the order of the job's settings, with the subtask's executor of each. Made by the
 * {@link ModelPool}, which owns the executors. One thread.
 */
public final class SeriesCells {

    private final SeriesSpec spec;
    private final List<Running> cells;
    private final SeriesLayout layout;
    private final String models;
    private final List<String> names;
    private final Map<Running, SeriesCells> others = new IdentityHashMap<>();

    SeriesCells(SeriesSpec spec, List<Running> cells) {
        List<Cell> loaded = cells.stream().map(Running::cell).toList();
        this.spec = spec;
        this.cells = List.copyOf(cells);
        this.layout = spec.layout(loaded);
        this.names = Stream.concat(
                        loaded.stream().map(cell -> cell.card().qualifiedName()),
                        spec.models().stream()
                                .filter(CustomModel::forecasts)
                                .map(model -> model.card().qualifiedName()))
                .toList();
        this.models = names.isEmpty() ? "none" : String.join("+", names);
    }

    /**
     * A cell that runs.
     *
     * @param executor shared by all sets of cells that the cell is in
     */
    record Running(Cell cell, CellExecutor executor) {}

    /** This set of cells with another cell in one place. */
    SeriesCells with(int position, Running cell) {
        return cells.get(position) == cell
                ? this
                : others.computeIfAbsent(cell, missing -> {
                    List<Running> changed = new ArrayList<>(cells);
                    changed.set(position, missing);
                    return new SeriesCells(spec, changed);
                });
    }

    int size() {
        return cells.size();
    }

    CellExecutor executor(int cell) {
        return cells.get(cell).executor();
    }

    String model(int cell) {
        return names.get(cell);
    }

    /** The models that forecast, in the order of their predictions: the cells', then the user's own. */
    List<String> names() {
        return names;
    }

    boolean looksBack(int cell) {
        return cells.get(cell).cell().looksBack();
    }

    SeriesLayout.CellLayout cell(int cell) {
        return layout.cells().get(cell);
    }

    /** What a series is that this set of cells advances. */
    public SeriesLayout layout() {
        return layout;
    }

    /** The models that forecast, as they stand in every score. */
    String models() {
        return models;
    }
}
