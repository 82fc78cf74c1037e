package io.lookback.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, from Linux's /proc. */
final class ListeningSockets {

    private static final String LISTEN = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    private ListeningSockets() {}

    /** A listening socket. */
    record Listening(String address, int port) implements Comparable<Listening> {

        boolean loopback() {
            return LOOPBACK.contains(address);
        }

        @Override
        public int compareTo(Listening other) {
            return Integer.compare(port, other.port);
        }
    }

    static Set<Listening> of(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    inodes.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        Set<Listening> sockets = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] cells = line.strip().split("\\s+");
                if (cells[3].equals(LISTEN) && inodes.contains("socket:[" + cells[9] + "]")) {
                    String[] local = cells[1].split(":");
                    sockets.add(new Listening(local[0], Integer.parseInt(local[1], 16)));
                }
            }
        }
        return sockets;
    }
}
