package io.lookback.benchmark.device;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What was seen. */
record DeviceReport(String device, int subtasks, int history, List<DeviceTrial.Row> rows) {

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "device %s, subtasks %d, history %,d%n", device, subtasks, history);
        out.printf(
                Locale.ROOT,
                "%-20s %6s %12s %12s %12s %9s %9s%n",
                "cell",
                "batch",
                "steps/s",
                "slowest",
                "fastest",
                "us/step",
                "rows/run");
        for (DeviceTrial.Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,6d %,12.0f %,12.0f %,12.0f %9.2f %9s%n",
                    row.cell(),
                    row.batch(),
                    row.stepsPerSecond(),
                    row.slowest(),
                    row.fastest(),
                    1e6 / row.stepsPerSecond(),
                    row.rowsPerRun() == 0 ? "" : String.format(Locale.ROOT, "%,.1f", row.rowsPerRun()));
        }
        out.flush();
    }
}
