package io.lookback.training.reference;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The models that ship with the operators. */
public final class Shipped {

    private Shipped() {}

    public static byte[] model(String cell) throws IOException {
        try (InputStream in = Shipped.class.getResourceAsStream("/models/" + cell + ".onnx")) {
            return Objects.requireNonNull(in, () -> "no model ships for " + cell)
                    .readAllBytes();
        }
    }
}
