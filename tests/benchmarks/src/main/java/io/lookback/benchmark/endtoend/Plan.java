package io.lookback.benchmark.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is measured, of whom, how long.
 *
 * @param warmUp duration of a round that goes before the first; zero for none
 * @param rounds of throughput
 * @param rateFraction load under which latency is measured, as a share of the contender's own throughput; 0 for none
 * @param rate of that load, records per second, the same for all; 0 for each one's own share
 * @param latencyTime of the load that counts; a quarter of it goes before and does not
 */
record Plan(
        List<Contender> contenders,
        ThroughputTrial trial,
        Duration warmUp,
        int rounds,
        double rateFraction,
        double rate,
        Duration latencyTime) {

    Plan {
        contenders = List.copyOf(contenders);
        if (rounds < 1) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%d rounds: give 1 or more", rounds));
        }
        if (!(rateFraction >= 0 && rateFraction <= 1)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "A rate fraction of %s: give 0 to 1", rateFraction));
        }
        if (!(rate >= 0 && rate <= 1e9)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "A rate of %s records/s: give 0 to 1e9", rate));
        }
    }

    boolean loads() {
        return rateFraction > 0 || rate > 0;
    }

    /** @param throughput records per second */
    OpenLoop load(double throughput) {
        return new OpenLoop(rate > 0 ? rate : rateFraction * throughput, latencyTime.dividedBy(4), latencyTime);
    }

    /** The round before the first. */
    ThroughputTrial warmUpTrial() {
        return trial.within(warmUp);
    }
}
