package io.lookback.wire;

import io.lookback.control.ControlChange;
import io.lookback.control.ControlEntry;
import io.lookback.control.Reset;
import io.lookback.event.Bytes;
import io.lookback.event.Origin;
import io.lookback.event.Payload;
import io.lookback.event.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.types.Either;
import org.jspecify.annotations.Nullable;

/** Turns a record of the control topic into a change (right) or a rejection (left): the key is the id, no value removes. */
final class ControlDecoder {

    private static final long MOST_AHEAD = Duration.ofMinutes(5).toMillis();

    /** Of an entry: the longest that the commands write have some thousand. */
    private static final int MOST_BYTES = 1 << 16;

    private final ControlReader reader = new ControlReader();

    Either<Rejection, ControlChange> decode(Origin origin, Payload payload) {
        try {
            String id = id(payload)
                    .orElseThrow(() -> DecodingException.control(
                            "The record's key is not an id: give a text of 1 to %d characters", ControlEntry.MAX_ID));
            Bytes value = payload.value();
            if (value != null && value.size() > MOST_BYTES) {
                throw DecodingException.control(
                        "The entry has %d bytes; at most %d are allowed", value.size(), MOST_BYTES);
            }
            @Nullable ControlEntry entry = value == null ? null : reader.read(id, value.array());
            if (entry instanceof Reset reset) {
                requireWritten(reset, payload);
            }
            return Either.Right(new ControlChange(origin, payload, id, entry));
        } catch (DecodingException e) {
            return Either.Left(new Rejection(origin, payload, e.reason(), e.text()));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            String text = String.format(
                    Locale.ROOT,
                    "The entry cannot be read: %s (%s)",
                    Excerpt.ofMessage(e),
                    e.getClass().getSimpleName());
            return Either.Left(new Rejection(origin, payload, Rejection.Reason.CONTROL, text));
        }
    }

    /** A reset from a clock that is ahead would stand in the way of all that are asked for until then. */
    private static void requireWritten(Reset reset, Payload payload) throws DecodingException {
        long ahead = reset.at() - payload.timestamp();
        if (payload.timestamp() > 0 && ahead > MOST_AHEAD) {
            throw DecodingException.control(
                    "at is %s, %d ms ahead of the time at which the record was written; at most %d ms are allowed",
                    Instant.ofEpochMilli(reset.at()), ahead, MOST_AHEAD);
        }
    }

    /** Under which the record stands, whatever it says. */
    static Optional<String> id(Payload payload) {
        Bytes key = payload.key();
        if (key == null) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key.array()))
                    .toString();
            return Optional.of(text).filter(id -> !id.isBlank() && id.length() <= ControlEntry.MAX_ID);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
