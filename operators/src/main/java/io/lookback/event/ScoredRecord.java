package io.lookback.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that became of one record, in one place: what a row of a table says.
 *
 * @param score whose observation still carries the record's payload
 * @param alert id of the alert that the record belongs to, or that it ends; null for none
 * @param changes of that alert by this record, in order
 */
public record ScoredRecord(Score score, @Nullable String alert, List<Alert> changes) {

    public ScoredRecord {
        changes = List.copyOf(changes);
    }
}
