package io.lookback.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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

    /** @throws CliException if it is a folder of this machine that holds no complete one */
    void requireComplete() {
        try {
            Path folder = path().startsWith("file:") ? Path.of(URI.create(path())) : Path.of(path());
            if (Files.isDirectory(folder) && Files.notExists(folder.resolve("_metadata"))) {
                throw new CliException(String.format(
                        Locale.ROOT,
                        "--restore is '%s', which has no file _metadata: the checkpoint was not completed. Give an older folder chk-N that has one, or leave --restore out to start without state.",
                        path()));
            }
        } catch (IllegalArgumentException e) {
            return; // no path of this machine: Flink says what is wrong with it
        }
    }

    /** Whether state that no operator claims may be left behind. */
    boolean partial() {
        return partial;
    }
}
