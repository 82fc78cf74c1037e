package io.lookback.series;

/**
 * An announced model that cannot go on.
 *
 * @param digest of the model
 * @param message what it did
 */
public record ModelFailure(String digest, String message) {}
