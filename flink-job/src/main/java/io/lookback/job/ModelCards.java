package io.lookback.job;

import io.lookback.custom.CustomCard;
import io.lookback.custom.CustomSpec;
import io.lookback.event.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds what is said of a custom model beside its file: {@code autoencoder.yaml} beside {@code autoencoder.onnx}, with the
 * keys of a {@link CustomCard}.
 */
public final class ModelCards {

    private static final String MODEL = ".onnx";
    private static final String CARD = ".yaml";

    private ModelCards() {}

    static List<CustomSpec> read(List<String> files) {
        return files.stream().map(ModelCards::beside).toList();
    }

    /** @throws ConfigException if the card is there and cannot be read, or names a key that no card has */
    public static CustomSpec beside(String file) {
        Path card = Path.of(cardOf(file));
        if (!Files.exists(card)) {
            return new CustomSpec(file, Map.of());
        }
        try {
            Map<String, String> keys = new LinkedHashMap<>();
            for (Setting setting : YamlSettings.ofFile(RegularFile.text(card), card.toString())) {
                if (!CustomCard.KEYS.contains(setting.key())) {
                    throw new ConfigException(String.format(
                            Locale.ROOT,
                            "%s: a model's card has no '%s'. Its keys are %s",
                            setting.source(),
                            setting.key(),
                            String.join(", ", CustomCard.KEYS)));
                }
                keys.put(setting.key(), setting.text());
            }
            return new CustomSpec(file, keys);
        } catch (IOException e) {
            throw new ConfigException(
                    String.format(Locale.ROOT, "The card '%s' of model '%s' cannot be read (%s)", card, file, e), e);
        }
    }

    /** Where the card of a model's file is looked for. */
    public static String cardOf(String file) {
        String stem = file.endsWith(MODEL) ? file.substring(0, file.length() - MODEL.length()) : file;
        return stem + CARD;
    }
}
