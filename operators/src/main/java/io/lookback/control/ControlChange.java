package io.lookback.control;

import io.lookback.event.Origin;
import io.lookback.event.Payload;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was written or removed.
 *
 * @param origin of the record that says so
 * @param payload of that record
 * @param entry what is in force under the id from now on; null for nothing
 */
public record ControlChange(
        Origin origin, Payload payload, String id, @Nullable ControlEntry entry) {}
