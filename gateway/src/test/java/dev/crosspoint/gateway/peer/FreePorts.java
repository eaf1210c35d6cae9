package dev.crosspoint.gateway.peer;

import java.io.IOException;
import java.net.ServerSocket;

/** Port numbers for programs that must be told one. */
public final class FreePorts {
    private FreePorts() {}

    /** A port that was free a moment ago. */
    public static int one() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    /** An even port that was free a moment ago, as was the next. */
    public static int pair() {
        while (true) {
            int port = one() & ~1;
            try (var first = new ServerSocket(port);
                    var second = new ServerSocket(port + 1)) {
                return Math.min(first.getLocalPort(), second.getLocalPort());
            } catch (IOException _) {
                // taken; the next draw is another
            }
        }
    }
}
