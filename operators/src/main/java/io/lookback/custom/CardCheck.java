package io.lookback.custom;

import io.lookback.event.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds everything that is wrong with a custom model's card at once, each with the way out. */
final class CardCheck {

    private final Map<String, String> card;
    private final List<String> problems = new ArrayList<>();

    private CardCheck(Map<String, String> card) {
        this.card = card;
    }

    static List<String> problems(Map<String, String> card) {
        CardCheck check = new CardCheck(card);
        check.name(CustomCard.NAME);
        check.name(CustomCard.VERSION);
        check.contract();
        check.input();
        check.features();
        return check.problems;
    }

    private void name(String key) {
        String name = card.getOrDefault(key, "");
        if (name.isBlank()) {
            missing(key, key.equals(CustomCard.NAME) ? "autoencoder" : "1");
        } else if (name.length() > Names.MAX_CHARS / 2) {
            problem("%s has %d characters; give %d at most.", key, name.length(), Names.MAX_CHARS / 2);
        } else if (Names.controls(name)) {
            problem("%s has control characters; leave them out.", key);
        }
    }

    private void contract() {
        String contract = card.getOrDefault(CustomCard.CONTRACT, "");
        if (contract.isBlank()) {
            missing(CustomCard.CONTRACT, "reconstruction/1");
        } else if (Task.find(contract).isEmpty()) {
            problem("contract is '%s'; give one of %s.", contract, Task.contracts());
        }
    }

    private void input() {
        String input = card.getOrDefault(CustomCard.INPUT, "");
        if (input.isBlank()) {
            missing(CustomCard.INPUT, CustomCard.NORMALIZED);
        } else if (!input.equals(CustomCard.NORMALIZED) && !input.equals(CustomCard.RAW)) {
            problem(
                    "input is '%s'; give %s, or %s for a graph with the scaler inside.",
                    input, CustomCard.NORMALIZED, CustomCard.RAW);
        }
    }

    private void features() {
        List<String> features = CustomCard.features(card);
        if (features.isEmpty()) {
            missing(CustomCard.FEATURES, "cpu, memory, disk");
        } else if (new HashSet<>(features).size() < features.size()) {
            problem("features names one of %s twice; name each once, in the graph's order.", features);
        }
    }

    private void missing(String key, String example) {
        problem(
                "%s is missing: write '%s: %s' into the YAML file beside the model, or 'lookback.%s' into its metadata.",
                key, key, example, key);
    }

    private void problem(String format, Object... values) {
        problems.add(String.format(Locale.ROOT, format, values));
    }
}
