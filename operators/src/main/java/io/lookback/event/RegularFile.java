package io.lookback.event;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/**
 * Reads files that a setting or an announcement names, whatever they turn out to be: a device or a FIFO may never end, or
 * never begin, and a file may grow for as long as it is read. So it must be a regular file, its size is checked before it
 * is opened, and no more than that is read. Links are followed.
 */
public final class RegularFile {

    /** Of files that people write by hand. */
    public static final int MOST_TEXT = 4 << 20;

    private RegularFile() {}

    /** @throws IOException if it is not a regular file, is larger than {@code most} bytes, or changes while it is read */
    public static byte[] bytes(Path file, int most) throws IOException {
        BasicFileAttributes found = attributes(file);
        if (!found.isRegularFile()) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s is %s, not a regular file",
                    file,
                    found.isDirectory() ? "a folder" : "a device, FIFO or socket"));
        }
        requireSize(file.toString(), found.size(), most);
        return found.size() == 0 ? new byte[0] : read(file, (int) found.size());
    }

    /** Says where it looked: a relative path begins at a folder that whoever wrote it may not have had in mind. */
    private static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toAbsolutePath().normalize().toString());
        }
    }

    /** Likewise as UTF-8, at most {@link #MOST_TEXT} bytes. */
    public static String text(Path file) throws IOException {
        return new String(bytes(file, MOST_TEXT), StandardCharsets.UTF_8);
    }

    /** @throws IOException if that many bytes are too many, or more than a quarter of the heap can hold */
    public static void requireSize(String file, long bytes, int most) throws IOException {
        long room = Math.min(most, Runtime.getRuntime().maxMemory() / 4);
        if (bytes > room) {
            throw new IOException(
                    String.format(Locale.ROOT, "%s has %d bytes, at most %d are read", file, bytes, room));
        }
    }

    private static byte[] read(Path file, int size) throws IOException {
        byte[] bytes = new byte[size];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.readNBytes(bytes, 0, size);
            if (read < size || in.read() >= 0) {
                throw new IOException(String.format(
                        Locale.ROOT, "%s had %d bytes and has changed while it was read; try again", file, size));
            }
        }
        return bytes;
    }
}
