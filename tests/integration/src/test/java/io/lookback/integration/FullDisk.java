package io.lookback.integration;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small file system of its own, in memory, that can be filled to its last byte. Needs the right to mount. */
final class FullDisk implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final Path mount;

    private FullDisk(Path mount) {
        this.mount = mount;
    }

    static boolean canMount(Path directory) throws Exception {
        Path probe = Files.createDirectories(directory);
        return run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString())
                && run("umount", probe.toString());
    }

    static FullDisk mount(Path directory) throws Exception {
        Files.createDirectories(directory);
        if (!run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", directory.toString())) {
            throw new IOException("Cannot mount a file system at " + directory);
        }
        return new FullDisk(directory);
    }

    void fill() throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            if (Files.getFileStore(mount).getUsableSpace() >= BLOCK) {
                throw full;
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() throws Exception {
        run("umount", "--lazy", mount.toString());
    }

    private Path filler() {
        return mount.resolve("filler");
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
