package io.lookback.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Tells before the work whether its results can be written: what a name allows is known only to who tries. */
public final class OutputPaths {

    private OutputPaths() {}

    /** @throws CliException if the file cannot be written; a file that is there keeps what it holds */
    public static void requireFile(String option, Path file) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            boolean there = Files.exists(file);
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (!there) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw unfit(option, file, "file", failed);
        }
    }

    /** @throws CliException if no files can be made in the folder; it is made if it is not there */
    public static void requireFolder(String option, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".lookback-", ""));
        } catch (IOException failed) {
            throw unfit(option, folder, "folder", failed);
        }
    }

    private static CliException unfit(String option, Path path, String what, IOException failed) {
        return new CliException(
                String.format(
                        Locale.ROOT,
                        "%s %s cannot be written (%s): give another %s.",
                        option,
                        path,
                        Reasons.of(failed),
                        what),
                failed);
    }
}
