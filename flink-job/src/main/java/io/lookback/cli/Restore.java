package io.lookback.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a job goes on from. */
public final class Restore {

    @Option(
            names = "--restore",
            paramLabel = "PATH",
            required = true,
            description = "Savepoint or checkpoint to resume from.")
    private @Nullable String path;

    @Option(
            names = "--allow-non-restored-state",
            description =
                    "Leave behind the state of what the settings no longer name, such as shadow.topic or output.forecasts.")
    private boolean partial;

    String path() {
        return String.valueOf(path);
    }

    /** Whether state that no operator claims may be left behind. */
    boolean partial() {
        return partial;
    }
}
