package io.lookback.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import io.lookback.wire.ControlRecords;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlLinesTest {

    private static final Rejection UNFIT =
            new Rejection(new Origin("control", 0, 1), Payload.NONE, Rejection.Reason.CONTROL, "not JSON");

    @Test
    void saysThatNotAllUnfitRecordsAreShown() {
        List<String> few = ControlLines.unfit(List.of(UNFIT));
        List<String> many = ControlLines.unfit(Collections.nCopies(ControlRecords.MOST_UNFIT, UNFIT));

        assertThat(few).hasSize(1).first().asString().contains("not JSON");
        assertThat(many)
                .hasSize(ControlRecords.MOST_UNFIT + 1)
                .last()
                .isEqualTo("These are the last 10000 records that cannot be read; there may be earlier ones.");
    }
}
