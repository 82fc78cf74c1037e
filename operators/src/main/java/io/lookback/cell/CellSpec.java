package io.lookback.cell;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A cell that a job runs.
 *
 * @param kind name in the {@code CellRegistry}: {@code lstm}, ...
 * @param model an .onnx file; empty for the model that ships with the cell
 */
public record CellSpec(String kind, Optional<Path> model) {

    public static CellSpec shipped(String kind) {
        return new CellSpec(kind, Optional.empty());
    }
}
