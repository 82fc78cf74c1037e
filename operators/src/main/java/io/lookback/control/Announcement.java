package io.lookback.control;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A model that is to take the place of the configured one of its kind.
 *
 * @param series for which it is meant
 * @param model name and version, as the model's card has them
 * @param shadow whether it only scores beside the model in whose place it would be
 */
public record Announcement(
        String id, SeriesPattern series, String cell, String model, ModelFile file, boolean shadow, String reason)
        implements ControlEntry {

    /**
     * Which of several announcements for the same series and kind of cell counts, the first: a shadow before all others,
     * where shadows are run at all; the one whose pattern says
     * most, measured in characters other than stars; among equals the one with the first id.
     */
    public static final Comparator<Announcement> PRECEDENCE = Comparator.comparing(
                    (Announcement announcement) -> !announcement.shadow())
            .thenComparing(announcement -> -announcement.series().length())
            .thenComparing(Announcement::id);

    public Announcement {
        ControlEntry.name("id", id, MAX_ID);
        ControlEntry.name("cell", cell, MAX_NAME);
        ControlEntry.name("model", model, MAX_NAME);
        ControlEntry.reason(reason);
    }

    /**
     * Where a model is read, and what is found there.
     *
     * @param path of any file system that the job reads, such as {@code s3://models/lstm-2.onnx}
     * @param sha256 of the bytes, in hexadecimal digits
     */
    public record ModelFile(String path, String sha256) {

        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        public ModelFile {
            ControlEntry.name("file", path, MAX_NAME);
            if (!SHA256.matcher(sha256).matches()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "sha256 is '%s': give 64 hexadecimal digits, in small letters", sha256));
            }
        }
    }
}
