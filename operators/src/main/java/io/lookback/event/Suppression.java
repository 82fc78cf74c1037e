package io.lookback.event;

/**
 * Why an alert is known and nobody has to look.
 *
 * @param rule id of the rule that suppresses it
 * @param reason that the rule gives; may be empty
 */
public record Suppression(String rule, String reason) {}
