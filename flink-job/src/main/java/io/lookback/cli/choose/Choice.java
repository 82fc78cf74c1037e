package io.lookback.cli.choose;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The recommendation: of the candidates that the machine can run, the cheapest whose forecasts are as good as the best
 * one's, within a margin.
 *
 * @param best of those that the machine can run, by likelihood
 */
record Choice(Measured recommended, Measured best) {

    /** An error that is larger by so much is as good. */
    static final double ERROR_MARGIN = 0.02;

    /** A mean logarithm of the density, in nats, that is lower by so much is as good. */
    static final double LIKELIHOOD_MARGIN = 0.03;

    private static final Comparator<Measured> BY_LIKELIHOOD =
            Comparator.comparing(measured -> measured.skill().likelihood());
    private static final Comparator<Measured> BY_COST =
            Comparator.comparing(measured -> measured.cost().micros());

    /** @param excluded why the machine cannot run it; empty if it can */
    record Measured(Candidate candidate, Skill skill, Cost cost, Optional<String> excluded) {

        private boolean asGoodAs(Measured other) {
            return skill.error() <= other.skill.error() * (1 + ERROR_MARGIN)
                    && skill.likelihood() >= other.skill.likelihood() - LIKELIHOOD_MARGIN;
        }
    }

    /** @throws NoSuchElementException if the machine can run none */
    static Choice among(List<Measured> all) {
        List<Measured> possible =
                all.stream().filter(measured -> measured.excluded().isEmpty()).toList();
        Measured best = possible.stream().max(BY_LIKELIHOOD).orElseThrow();
        Predicate<Measured> good = measured -> measured.asGoodAs(best);
        return new Choice(possible.stream().filter(good).min(BY_COST).orElse(best), best);
    }

    /** Why, beside another candidate. */
    String beside(Measured other) {
        return String.format(
                Locale.ROOT,
                "%s: error %+.1f %%, log-likelihood %+.3f, cost %+.1f us a record, memory %+,d bytes a series",
                other.candidate().name(),
                100 * (other.skill().error() / recommended.skill().error() - 1),
                other.skill().likelihood() - recommended.skill().likelihood(),
                other.cost().micros() - recommended.cost().micros(),
                other.cost().size().heap() - recommended.cost().size().heap());
    }
}
