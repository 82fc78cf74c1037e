package io.lookback.integration;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Completed checkpoints in a file system. */
final class Checkpoints {

    private Checkpoints() {}

    /**
     * The newest one at this moment. While the job runs, the next may replace it at any time: what is to be restored is
     * looked up after the job's end.
     *
     * @param root directory that the checkpoints of one job or several are under
     */
    static Optional<Path> newest(Path root) throws IOException {
        Newest newest = new Newest();
        if (Files.exists(root)) {
            Files.walkFileTree(root, newest);
        }
        return Optional.ofNullable(newest.path);
    }

    /** Looks at what is there; the job takes away older checkpoints meanwhile. */
    private static final class Newest extends SimpleFileVisitor<Path> {

        private FileTime time = FileTime.fromMillis(0);
        private @Nullable Path path;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith("_metadata") && attributes.lastModifiedTime().compareTo(time) > 0) {
                time = attributes.lastModifiedTime();
                path = file.getParent();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }
}
