package io.lookback.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a Flink inside this process listens: options that commands share. */
public final class LocalPorts {

    private static final String LOOPBACK = "127.0.0.1";

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of Flink's web UI; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int ui;

    @Option(
            names = "--prometheus-port",
            paramLabel = "PORT",
            description =
                    "Serve the metrics to Prometheus at /metrics of this port; 0 for any free one (default: not at all).")
    private @Nullable Integer prometheus;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = LOOPBACK,
            description =
                    "Address of this machine at which Flink's web UI and the metrics answer; 0.0.0.0 for all. Neither has a login (default: ${DEFAULT-VALUE}).")
    private String bind = LOOPBACK;

    /** With both. */
    public static LocalPorts of(int ui, int prometheus) {
        LocalPorts ports = new LocalPorts();
        ports.ui = ui;
        ports.prometheus = prometheus;
        return ports;
    }

    /** Chooses free ports where the user wants any, and fails unless the others can be listened on. */
    public void requireFree() {
        ui = require(ui, "Flink's web UI", "--ui-port");
        if (prometheus != null) {
            prometheus = require(prometheus, "Prometheus", "--prometheus-port");
        }
    }

    private int require(int port, String purpose, String option) {
        InetAddress address = address();
        if (port == 0) {
            return Ports.free(address, purpose);
        }
        Ports.requireFree(address, port, purpose, option);
        return port;
    }

    /** Where Flink's web UI and the metrics answer. */
    InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw new CliException(
                    String.format(Locale.ROOT, "--bind %s is not an address of this machine.", bind), unknown);
        }
    }

    /** Of Flink's web UI. */
    public int ui() {
        return ui;
    }

    Optional<Integer> prometheus() {
        return Optional.ofNullable(prometheus);
    }

    /** Of Flink's web UI, without a slash at its end. */
    String web() {
        return String.format(Locale.ROOT, "http://%s:%d", host(), ui);
    }

    /** Where to look, one a line. */
    public String describe() {
        String addresses = "  Flink's web UI   " + web();
        return prometheus == null
                ? addresses
                : addresses
                        + String.format(Locale.ROOT, "%n  Metrics          http://%s:%d/metrics", host(), prometheus);
    }

    private String host() {
        InetAddress address = address();
        boolean here = address.isAnyLocalAddress() || address.isLoopbackAddress();
        return here ? "localhost" : address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : bind;
    }
}
