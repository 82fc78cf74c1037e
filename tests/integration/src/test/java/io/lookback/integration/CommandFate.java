package io.lookback.integration;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What becomes of a command of a page. It runs to its end and succeeds, unless a rule says otherwise: it goes on until
 * it has printed something, another test runs it, or nothing does, for a reason.
 */
sealed interface CommandFate {

    /** Runs here, to its end. */
    record Ends() implements CommandFate {}

    /** Runs here, until it has printed this. */
    record GoesOn(String until) implements CommandFate {}

    /** Another test runs this command, or the class behind it. */
    record By(String test) implements CommandFate {}

    /** No test runs it. */
    record Not(String reason) implements CommandFate {}

    /** The first rule that is about a command counts. */
    record Rule(Pattern page, Pattern command, CommandFate fate) {

        boolean isAbout(PageCommand other) {
            return page.matcher(other.page()).matches()
                    && command.matcher(other.text()).lookingAt();
        }
    }

    static CommandFate of(PageCommand command) {
        return rules().stream()
                .filter(rule -> rule.isAbout(command))
                .map(Rule::fate)
                .findFirst()
                .orElse(new Ends());
    }

    static Set<String> tests() {
        return rules().stream()
                .filter(rule -> rule.fate() instanceof By)
                .map(rule -> ((By) rule.fate()).test())
                .collect(Collectors.toSet());
    }

    static List<Rule> rules() {
        return CommandRules.RULES;
    }

    default boolean runs() {
        return this instanceof Ends || this instanceof GoesOn;
    }

    default boolean goesOn() {
        return this instanceof GoesOn;
    }

    /** What it has to print. */
    default String printed() {
        return this instanceof GoesOn goesOn ? goesOn.until() : "";
    }
}
