package io.lookback.cell;

import io.lookback.event.Names;
import java.io.Serializable;
import java.util.Locale;
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
 * @param memory names the memory: that of the model itself, unless it says that it goes on with another one's
 */
public record ModelCard(
        String name, String version, String cell, String contract, String input, String output, String memory)
        implements Serializable {

    public static final String PREFIX = "lookback.";

    /** Under which a model that was trained on from another one names that one, if it can go on with its memories. */
    private static final String MEMORY_OF = "memory-of";

    public ModelCard {
        Names.require("A model's memory", memory);
        Names.require("A model's name", name);
        Names.require(String.format(Locale.ROOT, "The version of model '%s'", name), version);
        Names.require(String.format(Locale.ROOT, "The cell of model '%s'", name), cell);
        Names.require("The model", qualifiedName(name, version));
        if (Names.controls(memory + name + version + cell)) {
            throw new IllegalArgumentException(
                    "A model's name, version, cell or memory has control characters. Export it again without them.");
        }
    }

    /** @throws IllegalArgumentException if a key is missing, naming it and those that are there */
    public static ModelCard of(String file, Map<String, String> metadata) {
        String name = required(file, metadata, "name");
        String version = required(file, metadata, "version");
        String memory = metadata.getOrDefault(PREFIX + MEMORY_OF, "");
        return new ModelCard(
                name,
                version,
                required(file, metadata, "cell"),
                required(file, metadata, "contract"),
                required(file, metadata, "input"),
                required(file, metadata, "output"),
                memory.isBlank() ? qualifiedName(name, version) : memory);
    }

    /** As it stands in every score: {@code lstm-1}. */
    public String qualifiedName() {
        return qualifiedName(name, version);
    }

    private static String qualifiedName(String name, String version) {
        return name + '-' + version;
    }

    private static String required(String file, Map<String, String> metadata, String key) {
        @Nullable String value = metadata.get(PREFIX + key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' has no metadata '%s%s'; it has %s. Export it with its model card.",
                    file,
                    PREFIX,
                    key,
                    new TreeMap<>(metadata).keySet()));
        }
        return value;
    }
}
