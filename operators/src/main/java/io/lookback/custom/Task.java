package io.lookback.custom;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a custom model does with records, and what its feature is called. */
public enum Task {
    /** Expects the next record; its error over the features is known when that comes. */
    FORECAST("forecast/1", "error"),
    /** Says what the newest record should have looked like; its error over the features counts. */
    RECONSTRUCTION("reconstruction/1", "error"),
    /** Says one number, which counts as it is. */
    SCORE("score/1", "score");

    private final String contract;
    private final String feature;

    Task(String contract, String feature) {
        this.contract = contract;
        this.feature = feature;
    }

    /** As the card names it. */
    public String contract() {
        return contract;
    }

    /** Last part of the name of the feature that it makes. */
    String feature() {
        return feature;
    }

    static Optional<Task> find(String contract) {
        return Arrays.stream(values())
                .filter(task -> task.contract.equals(contract))
                .findFirst();
    }

    static String contracts() {
        return Arrays.stream(values()).map(Task::contract).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
