package io.lookback.custom;

import java.io.Serializable;
import java.util.Map;

/**
 * A custom model that a job runs.
 *
 * @param file path of the .onnx file
 * @param card what is said of it beside the file, by key without prefix; wins over the file's own metadata
 */
public record CustomSpec(String file, Map<String, String> card) implements Serializable {

    public CustomSpec {
        card = Map.copyOf(card);
    }
}
