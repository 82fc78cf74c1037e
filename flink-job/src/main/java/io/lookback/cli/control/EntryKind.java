package io.lookback.cli.control;

import io.lookback.control.Announcement;
import io.lookback.control.ControlEntry;
import io.lookback.control.ForecastRequest;
import io.lookback.control.Label;
import io.lookback.control.Reset;
import io.lookback.control.Rule;
import java.util.Arrays;
import java.util.List;

/** What an entry is called, and the command that knows its kind. All kinds share the ids of a topic. */
enum EntryKind {
    RULE("a rule", "rules", Rule.class),
    LABEL("a label", "labels", Label.class),
    ANNOUNCEMENT("a model announcement", "models", Announcement.class),
    RESET("a reset", "series", Reset.class),
    FORECAST("a request for a forecast", "series", ForecastRequest.class);

    private final String words;
    private final String command;
    private final Class<? extends ControlEntry> type;

    EntryKind(String words, String command, Class<? extends ControlEntry> type) {
        this.words = words;
        this.command = command;
        this.type = type;
    }

    static EntryKind of(ControlEntry entry) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.isInstance(entry))
                .findFirst()
                .orElseThrow();
    }

    /** Those of a command, such as {@code rules}. */
    static List<EntryKind> of(String command) {
        return Arrays.stream(values())
                .filter(kind -> kind.command.equals(command))
                .toList();
    }

    Class<? extends ControlEntry> type() {
        return type;
    }

    String words() {
        return words;
    }

    /** How an entry of this kind is removed. */
    String removal(String id) {
        return command + " remove " + id;
    }
}
