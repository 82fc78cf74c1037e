package io.lookback.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;

/** Completed checkpoints in a file system. */
final class Checkpoints {

    private Checkpoints() {}

    /** @param root directory that the checkpoints of one job or several are under */
    static Optional<Path> newest(Path root) throws IOException {
        if (!Files.exists(root)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(root, 4, (path, attributes) -> path.endsWith("_metadata"))) {
            return files.max((a, b) -> modified(a).compareTo(modified(b))).map(Path::getParent);
        }
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
