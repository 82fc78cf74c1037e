package io.lookback.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of this machine. A free one lies below those that systems give to outgoing connections (from 32,768 on Linux
 * and from 49,152 elsewhere): a client of this process cannot take it before it is listened on.
 */
public final class Ports {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 100;

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
        try (ServerSocket socket = open(address)) {
            return socket.getLocalPort();
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

    private static void listen(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        }
    }

    /** Listens on some free port; if there is none below those of outgoing connections, on one of these. */
    private static ServerSocket open(InetAddress address) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            try {
                return new ServerSocket(port, 1, address);
            } catch (BindException taken) {
                // another one, then
            }
        }
        return new ServerSocket(0, 1, address);
    }

    /** Different ports of the loopback address that nobody listened on a moment ago. */
    public static List<Integer> free(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                held.add(open(InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}
