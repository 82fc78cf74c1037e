package io.lookback.series;

import io.lookback.event.Features;
import io.lookback.event.Observation;
import io.lookback.event.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as its series takes it: with the features of the series in their order, and behind them those that the record
 * adds, in the order in which it names them. A feature of the series that the record lacks is a missing value; a new one
 * without a value adds nothing.
 *
 * @param grew whether the record adds features
 * @param ignored whether it carries values of features that there is no room for
 */
record Fitted(Observation observation, boolean grew, boolean ignored) {

    /** @param most features that a series may grow to */
    static Fitted of(Observation observation, Features known, int most) {
        return known.equals(observation.features())
                ? new Fitted(observation, false, false)
                : arranged(observation, known, most);
    }

    private static Fitted arranged(Observation observation, Features known, int most) {
        List<String> names = new ArrayList<>(known.names());
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < names.size(); place++) {
            places.put(names.get(place), place);
        }
        double[] values = new double[names.size() + observation.values().size()];
        Arrays.fill(values, Double.NaN);
        boolean ignored = false;
        for (int feature = 0; feature < observation.values().size(); feature++) {
            String name = observation.features().names().get(feature);
            Integer place = places.get(name);
            boolean valued = !observation.values().missing(feature);
            if (place == null && valued && names.size() < most) {
                place = names.size();
                names.add(name);
            }
            if (place != null) {
                values[place] = observation.values().at(feature);
            }
            ignored |= place == null && valued;
        }
        boolean grew = names.size() > known.size();
        return new Fitted(
                new Observation(
                        observation.series(),
                        observation.time(),
                        grew ? new Features(names) : known,
                        Values.of(Arrays.copyOf(values, names.size())),
                        observation.origin(),
                        observation.payload()),
                grew,
                ignored);
    }

    /** Whether nothing of what the record carries can be judged. */
    boolean beyond() {
        if (!ignored) {
            return false;
        }
        for (int feature = 0; feature < observation.values().size(); feature++) {
            if (!observation.values().missing(feature)) {
                return false;
            }
        }
        return true;
    }
}
