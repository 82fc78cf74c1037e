package io.lookback.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Rejection.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeStreamTest {

    @ParameterizedTest
    @ValueSource(strings = {"%s", "{\"schema\": {}, \"payload\": %s}"})
    void deletedRowsOfAFlattenedStreamAreNoData(String around) {
        Mapping flat = Decoding.mapping("payload.s | s", null, "payload.v | v");
        String row = around.formatted("{\"s\": \"a\", \"v\": 1, \"__deleted\": \"%s\"}");

        assertThat(Decoding.json(flat)
                        .observation(row.formatted("false"))
                        .values()
                        .at(0))
                .isEqualTo(1);
        assertThat(Decoding.json(flat.withDeletes(true))
                        .rejection(row.formatted("true"))
                        .reason())
                .isEqualTo(Reason.DELETED);
        assertThat(Decoding.json(flat.withDeletes(false))
                        .rejection(row.formatted("true"))
                        .message())
                .isEqualTo("A row was deleted (__deleted); input.deletes: skip leaves it out");
    }
}
