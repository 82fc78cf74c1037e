package io.lookback.cell;

import io.lookback.memory.MapPages;
import io.lookback.memory.Memory;
import io.lookback.normalize.CellInput;
import io.lookback.onnx.OnnxModel;
import io.lookback.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that loads models and lets them go, and prints by how many bytes its resident memory grew. Its
 * heap should be whole in memory from the start ({@link #options}), so that what grows is outside.
 */
final class LoadingProcess {

    private static final List<String> KINDS = CellRegistry.shipped();
    private static final int STEPS = 3;
    private static final int SETTLING = 40;

    private LoadingProcess() {}

    /** Starts one and waits for what it prints. */
    static long growth(int loads, boolean leaking) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LoadingProcess.class.getName()));
        command.addAll(List.of(Integer.toString(loads), Boolean.toString(leaking)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError("The process ended with %d:%n%s".formatted(process.exitValue(), printed));
        }
        return Long.parseLong(
                printed.trim().lines().reduce((first, last) -> last).orElseThrow());
    }

    public static void main(String[] arguments) throws Exception {
        int loads = Integer.parseInt(arguments[0]);
        boolean leaking = Boolean.parseBoolean(arguments[1]);
        List<OnnxModel> leaked = new ArrayList<>();
        for (int load = 0; load < SETTLING; load++) {
            load(load, false, leaked);
        }
        long before = resident();
        for (int load = 0; load < loads; load++) {
            load(load, leaking, leaked);
        }
        System.out.println(resident() - before);
    }

    /** Each load has bytes of its own, so that no session serves two. */
    private static void load(int number, boolean leaking, List<OnnxModel> leaked) throws IOException {
        String kind = KINDS.get(number % KINDS.size());
        byte[] shipped;
        try (var in = LoadingProcess.class.getResourceAsStream("/models/" + kind + ".onnx")) {
            shipped = in.readAllBytes();
        }
        byte[] graph = TinyModel.withCard(shipped, Map.of("trained-on", "load " + number));
        Cell cell = Cell.of(kind, "model", graph);
        if (leaking) {
            leaked.add(OnnxModel.acquire("leaked", graph));
        }
        Memory memory = cell.memory().fresh();
        MapPages pages = new MapPages();
        try (CellExecutor executor = cell.open(new CellOptions(4, 0, 1 << 20), new CacheStats())) {
            for (int step = 0; step < STEPS; step++) {
                int row = executor.add(new float[CellInput.SIZE], memory, pages);
                executor.run();
                executor.advance(row, memory, pages, step);
                executor.clear();
            }
        }
    }

    private static long resident() throws IOException, InterruptedException {
        for (int collection = 0; collection < 3; collection++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
