package io.lookback.cell;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cell that a job runs.
 *
 * @param kind name in the {@link CellRegistry}: {@code lstm}, ...
 * @param file path of an .onnx file; null for the model that ships with the cell
 */
public record CellSpec(String kind, @Nullable String file) implements Serializable {

    public static CellSpec shipped(String kind) {
        return new CellSpec(kind, null);
    }

    /** The user's own model; empty for the shipped one. */
    public Optional<Path> model() {
        return Optional.ofNullable(file).map(Path::of);
    }
}
