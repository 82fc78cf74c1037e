package io.lookback.cli;

import java.util.List;

/** Asks for the past steps that attention looked at, for pages that draw them. */
public final class AttendedSteps {

    private static final int SHOWN = 3;

    private AttendedSteps() {}

    /**
     * Settings to put before a person's own. None if those choose cells, since without attention the setting would be
     * refused as one without effect.
     *
     * @param settings {@code KEY=VALUE}
     */
    public static List<String> shown(List<String> settings) {
        return settings.stream().anyMatch(setting -> setting.startsWith("cells"))
                ? List.of()
                : List.of("history.attended=" + SHOWN);
    }
}
