package io.lookback.cli;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a Flink inside this process listens: options that commands share. */
public final class LocalPorts {

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Of Flink's web UI (default: ${DEFAULT-VALUE}).")
    private int ui;

    @Option(
            names = "--prometheus-port",
            paramLabel = "PORT",
            description = "Serve the metrics to Prometheus at /metrics of this port (default: not at all).")
    private @Nullable Integer prometheus;

    /** With both. */
    public static LocalPorts of(int ui, int prometheus) {
        LocalPorts ports = new LocalPorts();
        ports.ui = ui;
        ports.prometheus = prometheus;
        return ports;
    }

    /** Fails unless the ports can be listened on. */
    public void requireFree() {
        Ports.requireFree(ui, "Flink's web UI", "--ui-port");
        if (prometheus != null) {
            Ports.requireFree(prometheus, "Prometheus", "--prometheus-port");
        }
    }

    /** Of Flink's web UI. */
    public int ui() {
        return ui;
    }

    Optional<Integer> prometheus() {
        return Optional.ofNullable(prometheus);
    }

    /** Where to look, one a line. */
    public String describe() {
        String addresses = String.format(Locale.ROOT, "  Flink's web UI   http://localhost:%d", ui);
        return prometheus == null
                ? addresses
                : addresses
                        + String.format(Locale.ROOT, "%n  Metrics          http://localhost:%d/metrics", prometheus);
    }
}
