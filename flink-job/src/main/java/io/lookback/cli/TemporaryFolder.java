package io.lookback.cli;

import io.lookback.cli.broker.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary files of this process, all in one folder that a shutdown hook deletes. Flink deletes its own only some
 * time after a job has ended, and a process that ends earlier would leave them behind: 24 MB each time.
 *
 * <p>A process that is killed runs no hook. So each process holds a lock on a file in its folder, which the operating
 * system releases however the process ends, and deletes the folders whose lock nobody holds when it makes its own.
 */
public final class TemporaryFolder {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    /** Then a number: nobody calls a folder of work like this. */
    private static final String PREFIX = "lookback-tmp-";

    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+");

    /** Has this name from the moment that it is locked. */
    private static final String LOCK = ".lookback-process";

    private static @Nullable TemporaryFolder own;

    private final Path path;

    /** Open as long as the process lives: a channel that is closed, or collected, gives the lock back. */
    private final FileChannel lock;

    private TemporaryFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a new folder, which is deleted when the process ends unless its owner did so before.
     *
     * @param prefix of its name
     * @throws CliException if it cannot be made
     */
    public static synchronized Path create(String prefix) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            if (own == null) {
                own = claim(parent);
                Runtime.getRuntime().addShutdownHook(new Thread(own::delete, "lookback-temporary-folder"));
                deleteAbandoned(parent, own.path);
            }
            return Files.createTempDirectory(own.path, prefix);
        } catch (IOException failed) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "No temporary folder can be made in %s (%s): name another with LOOKBACK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.",
                            parent,
                            Reasons.of(failed)),
                    failed);
        }
    }

    private static TemporaryFolder claim(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        Path unlocked = path.resolve(LOCK + ".new");
        FileChannel channel = FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            Files.move(unlocked, path.resolve(LOCK));
        } catch (IOException unsupported) {
            LOG.debug("No locks in {}: if this process is killed, the folder stays", path, unsupported);
        }
        return new TemporaryFolder(path, channel);
    }

    /** A process that is killed leaves its folder to the next one. */
    private static void deleteAbandoned(Path parent, Path own) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + '*')) {
            UserPrincipal user = Files.getOwner(own);
            for (Path folder : folders) {
                if (!folder.equals(own) && abandoned(folder, user)) {
                    Trees.delete(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException failed) {
            LOG.debug("What killed processes left in {} stays", parent, failed);
        }
    }

    /** Another user's folder stays: what it holds may become a link while it is deleted. */
    private static boolean abandoned(Path folder, UserPrincipal user) {
        Path file = folder.resolve(LOCK);
        boolean ours = NAME.matcher(folder.getFileName().toString()).matches();
        if (!ours || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock()) {
            return free != null
                    && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user);
        } catch (IOException gone) {
            return false;
        }
    }

    private void delete() {
        Trees.delete(path);
    }
}
