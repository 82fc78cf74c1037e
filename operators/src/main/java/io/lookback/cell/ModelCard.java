package io.lookback.cell;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of itself, in its ONNX metadata under the prefix {@value #PREFIX}.
 *
 * @param name names the model in every score, with its version
 * @param cell kind of cell
 * @param contract names, order and meaning of the graph's inputs and outputs
 * @param input what the input vector means
 * @param output what the output vector means
 */
public record ModelCard(String name, String version, String cell, String contract, String input, String output)
        implements Serializable {

    public static final String PREFIX = "lookback.";

    /** @throws IllegalArgumentException if a key is missing, naming it and those that are there */
    public static ModelCard of(String file, Map<String, String> metadata) {
        return new ModelCard(
                required(file, metadata, "name"),
                required(file, metadata, "version"),
                required(file, metadata, "cell"),
                required(file, metadata, "contract"),
                required(file, metadata, "input"),
                required(file, metadata, "output"));
    }

    /** As it stands in every score: {@code lstm-1}. */
    public String qualifiedName() {
        return name + '-' + version;
    }

    private static String required(String file, Map<String, String> metadata, String key) {
        @Nullable String value = metadata.get(PREFIX + key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "Model '%s' has no metadata '%s%s'; it has %s. Export it with its model card."
                            .formatted(file, PREFIX, key, new TreeMap<>(metadata).keySet()));
        }
        return value;
    }
}
