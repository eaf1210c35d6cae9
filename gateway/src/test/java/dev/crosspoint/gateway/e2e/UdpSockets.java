package dev.crosspoint.gateway.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The UDP sockets of this machine, as Linux lists them. */
final class UdpSockets {
    private static final List<Path> LISTS =
            List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private UdpSockets() {}

    /** How many have a local port in a range, both ends included. */
    static int between(int low, int high) throws IOException {
        int count = 0;
        for (var list : LISTS) {
            if (Files.exists(list)) {
                count +=
                        (int)
                                Files.readAllLines(list).stream()
                                        .skip(1)
                                        .mapToInt(UdpSockets::port)
                                        .filter(port -> port >= low && port <= high)
                                        .count();
            }
        }
        return count;
    }

    /** From a line such as {@code 52: 0100007F:791A 00000000:0000 07 ...}. */
    private static int port(String line) {
        int address = line.indexOf(':') + 1;
        int port = line.indexOf(':', address) + 1;
        return Integer.parseInt(line.substring(port, line.indexOf(' ', port)), 16);
    }
}
