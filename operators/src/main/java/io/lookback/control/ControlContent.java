package io.lookback.control;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that the control topic held at one moment.
 *
 * @param changes the entries that can be followed, in the order in which they were written, one each id
 * @param unfit ids whose records can all not be followed
 * @param ends first offset of each partition that was not read
 */
public record ControlContent(List<ControlChange> changes, Set<String> unfit, Map<Integer, Long> ends) {

    public ControlContent {
        changes = List.copyOf(changes);
        unfit = Set.copyOf(unfit);
        ends = Map.copyOf(ends);
    }

    /** Whether the change was read then. */
    public boolean includes(ControlChange change) {
        return change.origin().offset() < ends.getOrDefault(change.origin().partition(), 0L);
    }
}
