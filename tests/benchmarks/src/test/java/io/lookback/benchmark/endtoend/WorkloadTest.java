package io.lookback.benchmark.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 100_000})
    void everyTurnVisitsEachSeriesOnce(int series) {
        Workload workload = new Workload(series, 1);

        assertThat(LongStream.range(3L * series, 4L * series)
                        .mapToObj(workload::series)
                        .collect(Collectors.toSet()))
                .hasSize(series);
    }

    @Test
    void recordsBeforeTheFirstAreThoseOfTheSameSeries() {
        Workload workload = new Workload(1_000, 1);

        assertThat(LongStream.range(-2_000, -1_000).mapToObj(workload::series))
                .containsExactlyElementsOf(
                        LongStream.range(0, 1_000).mapToObj(workload::series).toList());
        assertThat(workload.time(-1)).isLessThan(workload.time(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 1_000_000})
    void anEventTimeTellsItsRecord(int series) {
        Workload workload = new Workload(series, 1);

        assertThat(LongStream.of(0, 1, 12_345, 2_000_000))
                .allSatisfy(index ->
                        assertThat(workload.index(workload.time(index))).isEqualTo(index));
    }

    @Test
    void aRecordIsTheSameEachTime() {
        Workload workload = new Workload(10, 38);

        assertThat(workload.record(5)).isEqualTo(workload.record(5));
        assertThat(workload.record(5).getValues()).hasSize(38);
    }

    @Test
    void refusesNothingToDo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Workload(0, 1))
                .withMessageContaining("0 series of 1 features");
    }
}
