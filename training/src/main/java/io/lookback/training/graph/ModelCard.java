package io.lookback.training.graph;

import io.lookback.normalize.CellInput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model tells of itself, kept as the .onnx file's metadata under {@code lookback.*}. No time stamps: the same
 * training makes the same file.
 *
 * @param cell kind of cell: {@code lstm}, ...
 * @param contract names and shapes of the graph's inputs and outputs: {@code vector/1}, ...
 * @param details of the cell, such as {@code memory -> 96}
 * @param trainedOn a sentence
 * @param validationLoss mean Student t loss on held-out examples, nats
 */
public record ModelCard(
        String cell, String contract, Map<String, String> details, String trainedOn, long seed, double validationLoss) {

    /** The meaning of {@code y}: location and scale of a Student t with 4 degrees of freedom. */
    public static final String OUTPUT = "student-t4/1";

    private static final int VERSION = 1;

    public ModelCard {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** The metadata of a file whose constants have this digest. */
    Map<String, String> toMetadata(String digest) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("lookback.name", cell);
        metadata.put("lookback.version", Integer.toString(VERSION));
        metadata.put("lookback.cell", cell);
        metadata.put("lookback.contract", contract);
        metadata.put("lookback.input", CellInput.CONTRACT);
        metadata.put("lookback.output", OUTPUT);
        details.forEach((name, value) -> metadata.put("lookback." + name, value));
        metadata.put("lookback.trained-on", trainedOn);
        metadata.put("lookback.seed", Long.toString(seed));
        metadata.put("lookback.validation-loss", String.format(Locale.ROOT, "%.4f", validationLoss));
        metadata.put("lookback.digest", digest);
        return metadata;
    }

    /** The bytes of the file that holds the graph and this card. */
    public byte[] attachTo(GraphWriter graph) {
        return graph.build(toMetadata(graph.digest()));
    }
}
