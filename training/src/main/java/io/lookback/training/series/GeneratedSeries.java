package io.lookback.training.series;

import java.util.Set;

/**
 * A drawn series and how it was made.
 *
 * @param traits what it is made of
 */
public record GeneratedSeries(Series series, Set<Trait> traits) {

    public GeneratedSeries {
        traits = Set.copyOf(traits);
    }
}
