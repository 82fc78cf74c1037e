package io.lookback.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The models that ship. */
public final class Graphs {

    private Graphs() {}

    public static byte[] shipped(String cell) throws IOException {
        try (InputStream in = Graphs.class.getResourceAsStream("/models/%s.onnx".formatted(cell))) {
            return Objects.requireNonNull(in, cell).readAllBytes();
        }
    }
}
