package io.lookback.flow;

import io.lookback.cell.Cell;
import io.lookback.cell.TrialRun;
import io.lookback.control.Announcement;
import io.lookback.event.RegularFile;
import io.lookback.memory.MemoryShape.History;
import io.lookback.onnx.Device;
import io.lookback.onnx.DeviceException;
import io.lookback.onnx.OnnxModel;
import io.lookback.series.SeriesSpec;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Reads the models that are announced, from wherever Flink reads files, and checks all that can be known of them before
 * a record comes. In the task's own thread: some 10 ms for a model of 50 kB.
 */
public final class ModelLoader {

    private ModelLoader() {}

    /**
     * The model of an announcement, ready to take the place of the job's cell of its kind.
     *
     * @param device what it is to run on
     * @throws IllegalArgumentException if it cannot be read or does not fit, with what was expected and found
     */
    static Cell load(Announcement announcement, SeriesSpec job, Device device) {
        int position = job.position(announcement.cell());
        Announcement.ModelFile file = announcement.file();
        byte[] graph = bytes(file.path());
        expect(file.path(), "the SHA-256", file.sha256(), OnnxModel.digest(graph));
        return fitting(file.path(), () -> {
            Cell cell = Cell.of(announcement.cell(), file.path(), graph);
            expect(file.path(), "the name", announcement.model(), cell.card().qualifiedName());
            Cell fitted = job.cells().get(position).memory() instanceof History history
                    ? cell.withHistory(history.bound())
                    : cell;
            TrialRun.of(fitted, device);
            return fitted;
        });
    }

    /**
     * A model, read and checked as a job on the processor would do it, for the kind of cell that it says it is.
     *
     * @param file of any file system that Flink knows
     * @throws IllegalArgumentException if it cannot be read or does not fit, with what was expected and found
     */
    public static Cell check(String file) {
        byte[] graph = bytes(file);
        return fitting(file, () -> {
            Cell cell = Cell.of(file, graph);
            TrialRun.of(cell, Device.CPU);
            return cell;
        });
    }

    /** Whatever the runtime finds in a file that others have made, it is the model that is refused, not the job. */
    private static Cell fitting(String file, Supplier<Cell> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException | DeviceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "Model '%s' cannot be used (%s). Export it again.", file, e), e);
        }
    }

    /** Whatever a file system throws, it shall not stop the job: the model is refused. */
    private static byte[] bytes(String file) {
        try {
            Path path = new Path(file);
            FileSystem system = path.getFileSystem();
            return system.isDistributedFS()
                    ? bytes(system, path)
                    : RegularFile.bytes(
                            java.nio.file.Path.of(
                                    path.makeQualified(system).toUri().getPath()),
                            Cell.MAX_BYTES);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Model '%s' cannot be read (%s). Give a regular file that every TaskManager can read.",
                            file,
                            e),
                    e);
        }
    }

    private static byte[] bytes(FileSystem system, Path path) throws IOException {
        FileStatus found = system.getFileStatus(path);
        if (found.isDir()) {
            throw new IOException(path + " is a folder, not a file");
        }
        RegularFile.requireSize(path.toString(), found.getLen(), Cell.MAX_BYTES);
        byte[] bytes = new byte[(int) found.getLen()];
        try (FSDataInputStream in = system.open(path)) {
            int read = in.readNBytes(bytes, 0, bytes.length);
            if (read < bytes.length || in.read() >= 0) {
                throw new IOException(path + " has changed while it was read");
            }
        }
        return bytes;
    }

    private static void expect(String file, String what, String announced, String found) {
        if (!announced.equals(found)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "Model '%s' has %s %s, its announcement says %s. Announce what is there, or put back what was.",
                    file,
                    what,
                    found,
                    announced));
        }
    }
}
