package io.lookback.cli.choose;

import io.lookback.cell.Cell;
import io.lookback.cell.CellSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job could run.
 *
 * @param cells one, or none: then simple experts alone forecast
 */
record Candidate(List<CellSpec> cells) {

    static final Candidate NONE = new Candidate(List.of());

    Candidate {
        cells = List.copyOf(cells);
    }

    static Candidate of(CellSpec cell) {
        return new Candidate(List.of(cell));
    }

    /** Kind of the cell; {@code none} without one. */
    String kind() {
        return cells.isEmpty() ? "none" : cells.get(0).kind();
    }

    /** As it stands in tables: the kind, and the model if it is not the shipped one. */
    String name() {
        return model().map(file -> kind() + " (" + file.substring(file.lastIndexOf('/') + 1) + ')')
                .orElse(kind());
    }

    private Optional<String> model() {
        return cells.stream()
                .flatMap(cell -> cell.model().stream())
                .map(path -> path.toString().replace('\\', '/'))
                .findFirst();
    }

    List<Cell> load() {
        return cells.stream().map(Cell::load).toList();
    }

    /** The section of the settings that runs it. */
    String yaml() {
        if (cells.isEmpty()) {
            return "cells: none";
        }
        return model().map(file -> String.format(Locale.ROOT, "cells: [{kind: %s, model: \"%s\"}]", kind(), file))
                .orElseGet(() -> String.format(Locale.ROOT, "cells: [%s]", kind()));
    }
}
