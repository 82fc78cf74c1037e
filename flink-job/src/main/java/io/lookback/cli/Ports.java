package io.lookback.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** TCP ports of this machine. */
public final class Ports {

    private Ports() {}

    /**
     * Fails unless {@code port} of the loopback address can be listened on.
     *
     * @param option the option with which the user names another port
     */
    public static void requireFree(int port, String purpose, String option) {
        requireFree(InetAddress.getLoopbackAddress(), port, purpose, option);
    }

    /** The same at another address of this machine. */
    public static void requireFree(InetAddress address, int port, String purpose, String option) {
        if (port < 1 || port > 65_535) {
            throw new CliException(
                    String.format(Locale.ROOT, "%s %d is not a port: give 0 to 65535, 0 for any.", option, port));
        }
        try {
            listen(address, port);
        } catch (IOException taken) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "Port %d for %s is taken (%s). Give another one with %s.",
                            port,
                            purpose,
                            taken.getMessage(),
                            option),
                    taken);
        }
    }

    /** A port of the address that nobody listened on a moment ago. */
    public static int free(InetAddress address, String purpose) {
        try {
            return listen(address, 0);
        } catch (IOException failed) {
            throw new CliException(
                    String.format(
                            Locale.ROOT,
                            "No port of %s can be listened on for %s (%s).",
                            address.getHostAddress(),
                            purpose,
                            failed.getMessage()),
                    failed);
        }
    }

    private static int listen(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return socket.getLocalPort();
        }
    }

    /** Different ports of the loopback address that nobody listened on a moment ago. */
    public static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
