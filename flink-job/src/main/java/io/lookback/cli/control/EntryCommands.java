package io.lookback.cli.control;

import io.lookback.cli.CliException;
import io.lookback.control.ControlEntry;
import java.io.PrintWriter;
import java.util.List;

/** What the commands do alike for each kind of entry. */
final class EntryCommands {

    private EntryCommands() {}

    /** Prints the entries of a kind, and the records that cannot be followed, whose kind nobody knows. */
    static int list(ControlClient client, Class<? extends ControlEntry> kind, PrintWriter out) {
        ControlClient.Content content = client.read();
        List<? extends ControlEntry> entries = content.of(kind);
        entries.forEach(entry -> out.println(ControlLines.of(entry)));
        content.unfit().forEach(record -> out.println(ControlLines.unfit(record)));
        if (entries.isEmpty() && content.unfit().isEmpty()) {
            out.println("None.");
        }
        out.flush();
        return 0;
    }

    /** Writes the entry and prints its id. */
    static int add(ControlClient client, ControlEntry entry, PrintWriter out, PrintWriter err) {
        if (client.create()) {
            err.println(
                    "There was no such topic: created, compacted. Name it in the job's settings, as control.topic.");
            err.flush();
        }
        client.put(entry);
        out.println(entry.id());
        out.flush();
        return 0;
    }

    static int remove(ControlClient client, List<String> ids) {
        ControlClient.Content content = client.read();
        List<String> unknown = ids.stream().filter(id -> !content.holds(id)).toList();
        if (!unknown.isEmpty()) {
            throw new CliException("There is no entry %s. Nothing was removed; list shows what there is."
                    .formatted(String.join(", ", unknown)));
        }
        ids.forEach(client::remove);
        return 0;
    }
}
