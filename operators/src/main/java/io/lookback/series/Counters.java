package io.lookback.series;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Values;
import io.lookback.event.Wildcards;
import java.io.Serializable;
import java.util.List;

/**
 * Which features are counters: what is scored of them is their rate per second.
 *
 * @param patterns names of features, with {@link Wildcards}
 */
public record Counters(List<String> patterns) implements Serializable {

    public static final Counters NONE = new Counters(List.of());

    public Counters {
        patterns = List.copyOf(patterns);
    }

    /** For one thread. */
    Rates open() {
        return new Rates(this);
    }

    /** Turns the counters of records into rates, by what their series remembers; changes nothing of it. */
    static final class Rates {

        private final boolean none;
        private final List<String> patterns;
        private Features last = Features.of("value");
        private boolean[] declared = new boolean[1];

        private Rates(Counters counters) {
            none = counters.patterns().isEmpty();
            patterns = counters.patterns();
            declared = declared(last);
        }

        /** @param raw with the features of the series */
        Observation of(Observation raw, Series series) {
            if (none) {
                return raw;
            }
            boolean[] counter = of(raw.features());
            double[] values = raw.values().toArray();
            for (int channel = 0; channel < values.length; channel++) {
                if (counter[channel]) {
                    values[channel] = series.channels().get(channel).raw().rate(values[channel], raw.time());
                }
            }
            return new Observation(
                    raw.series(), raw.time(), raw.features(), Values.of(values), raw.origin(), raw.payload());
        }

        /** Whether a feature was declared. */
        boolean declared(Features features, int channel) {
            return !none && of(features)[channel];
        }

        private boolean[] of(Features features) {
            if (!features.equals(last)) {
                last = features;
                declared = declared(features);
            }
            return declared;
        }

        private boolean[] declared(Features features) {
            boolean[] found = new boolean[features.size()];
            for (int channel = 0; channel < found.length; channel++) {
                String name = features.names().get(channel);
                found[channel] = patterns.stream().anyMatch(pattern -> Wildcards.match(pattern, name));
            }
            return found;
        }
    }
}
