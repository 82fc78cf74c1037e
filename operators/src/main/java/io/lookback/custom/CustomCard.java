package io.lookback.custom;

import io.lookback.event.Names;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a custom model says of itself, in its ONNX metadata under {@code lookback.} or in YAML beside the file.
 *
 * @param name of the model, and the beginning of the name of its feature
 * @param version of the model; another version begins with an empty memory
 * @param task what it does
 * @param normalized whether it reads normalized values; raw ones if not
 * @param features that it reads, in the graph's order
 */
public record CustomCard(String name, String version, Task task, boolean normalized, List<String> features)
        implements Serializable {

    /** Input of normalized values, see {@link io.lookback.normalize.Normalizer}. */
    public static final String NORMALIZED = "normalized/1";

    /** Input of values as they came: the graph does its own scaling. */
    public static final String RAW = "raw/1";

    static final String NAME = "name";
    static final String VERSION = "version";
    static final String CONTRACT = "contract";
    static final String INPUT = "input";
    static final String FEATURES = "features";

    /** All keys. */
    public static final List<String> KEYS = List.of(NAME, VERSION, CONTRACT, INPUT, FEATURES);

    public CustomCard {
        features = List.copyOf(features);
        Names.require("The model", name + '-' + version);
    }

    /** Of a card whose keys {@link CardCheck} found good. */
    static CustomCard of(Map<String, String> card) {
        return new CustomCard(
                card.getOrDefault(NAME, ""),
                card.getOrDefault(VERSION, ""),
                Task.find(card.getOrDefault(CONTRACT, "")).orElseThrow(),
                card.getOrDefault(INPUT, "").equals(NORMALIZED),
                features(card));
    }

    static List<String> features(Map<String, String> card) {
        return Arrays.stream(card.getOrDefault(FEATURES, "").split(",", -1))
                .map(String::strip)
                .filter(feature -> !feature.isEmpty())
                .toList();
    }

    /** {@code autoencoder-1}. */
    public String qualifiedName() {
        return name + '-' + version;
    }

    /** The feature that the model makes: {@code autoencoder.error}. */
    public String feature() {
        return String.format(Locale.ROOT, "%s.%s", name, task.feature());
    }
}
