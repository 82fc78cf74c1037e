package io.lookback.job;

import io.lookback.wire.DecoderSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a job reads.
 *
 * @param until where it ends; empty for never
 * @param outOfRange what becomes of a partition whose next record the topic no longer has
 * @param failureLimit share of undecodable records in a row beyond which the job stops, 0 to 1; 1 for never
 * @param idleness time without a record after which a partition no longer holds back the others
 */
public record InputSpec(
        InputTopics topics,
        String group,
        DecoderSpec decoder,
        Position start,
        Optional<Position> until,
        OutOfRange outOfRange,
        double failureLimit,
        Duration idleness) {

    public InputSpec {
        if (group.isBlank()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "input.group is '%s': give the name of a consumer group", group));
        }
        if (!(failureLimit >= 0 && failureLimit <= 1)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "input.failure-limit is %s: give 0 to 1", failureLimit));
        }
        if (idleness.isZero() || idleness.isNegative()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "input.idleness is %s: give more than zero", EnumNames.show(idleness)));
        }
    }

    /** When records were deleted before they were read. */
    public enum OutOfRange {
        /** The job fails, and says which partition and offset. */
        FAIL,
        /** It goes on at the oldest record there is. */
        EARLIEST,
        /** It goes on behind the newest. */
        LATEST
    }

    public boolean bounded() {
        return until.isPresent();
    }
}
