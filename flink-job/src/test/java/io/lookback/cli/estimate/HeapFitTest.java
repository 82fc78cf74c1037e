package io.lookback.cli.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.job.JobConfig;
import io.lookback.testkit.FaultCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapFitTest {

    private static final long HEAP = 256L << 20;

    @Test
    @FaultCase(
            kind = "Flood",
            input = "state.max-series larger than the heap can hold",
            outcome = "warning at startup with the number that fits")
    void warnsOfMoreSeriesThanTheHeapHoldsAndSaysHowManyItDoes() {
        String warning = warning("state.max-series=1000000").orElseThrow();

        assertThat(warning)
                .contains("state.max-series is 1,000,000", "a heap of 256 MB holds about ", "-Xmx", "rocksdb");
        long fitting = Long.parseLong(
                warning.replaceAll(".*holds about ([\\d,]+) series.*", "$1").replace(",", ""));
        assertThat(fitting).isBetween(1_000L, 200_000L);
        assertThat(warning("state.max-series=" + fitting)).isEmpty();
    }

    @Test
    void saysOfHowManyValuesASeriesIs() {
        assertThat(warning("state.max-series=1000000").orElseThrow())
                .contains("bytes each with one value (the settings do not name them one by one; more need more). With");
        assertThat(warning("state.max-series=1000000", "input.values=v.*").orElseThrow())
                .contains("more need more");
        assertThat(warning("state.max-series=1000000", "input.values=cpu, mem").orElseThrow())
                .contains("bytes each with 2 values. With");
    }

    @Test
    void saysNothingWhereSeriesAreOnDisk() {
        assertThat(warning("state.max-series=1000000", "state.backend=rocksdb")).isEmpty();
    }

    private static Optional<String> warning(String... settings) {
        List<String> all = new ArrayList<>(List.of("kafka.bootstrap=none:9092", "input.topic=none"));
        all.addAll(List.of(settings));
        return HeapFit.warning(JobConfig.load(Optional.empty(), all), HEAP);
    }
}
