package io.lookback.benchmark.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Memory of this process that is in the machine's, as Linux counts it. */
final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String KEY = "VmRSS:";
    private static final int COLLECTIONS = 3;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private ResidentMemory() {}

    /** Bytes after collections of garbage: buffers outside the heap go with their owners, which takes more than one. */
    static long afterCollection() throws IOException, InterruptedException {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        return parse(Files.readAllLines(STATUS));
    }

    /** Bytes that a process status tells. */
    static long parse(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(KEY))
                .mapToLong(line -> Long.parseLong(
                                line.substring(KEY.length()).replace("kB", "").trim())
                        << 10)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(String.format(Locale.ROOT, "%s has no line '%s'", STATUS, KEY)));
    }
}
