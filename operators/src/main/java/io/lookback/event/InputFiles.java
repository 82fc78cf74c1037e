package io.lookback.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that a command reads, so that it writes to none of them, under whatever name. One thread. */
public final class InputFiles {

    private final Set<Object> identities = new HashSet<>();

    /** Takes a file; null and one that is not there are nothing. */
    public void add(@Nullable Path file) {
        if (file != null) {
            identity(file).ifPresent(identities::add);
        }
    }

    /** What forbids to write a file that an option names, with the way out; empty if nothing does. */
    public Optional<String> fault(String option, Path target) {
        if (Files.isDirectory(target)) {
            return Optional.of(String.format(Locale.ROOT, "%s: %s is a folder. Give a file.", option, target));
        }
        return identity(target)
                .filter(identities::contains)
                .map(read -> String.format(
                        Locale.ROOT, "%s would overwrite %s, which the command reads. Give another.", option, target));
    }

    /** @throws IllegalArgumentException if something forbids to write that file */
    public void requireApart(String option, Path target) {
        fault(option, target).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
    }

    /** Equal for all names of a file; empty if there is no such file. */
    private static Optional<Object> identity(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.of(key == null ? file.toRealPath() : key);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
