package dev.crosspoint.gateway.peer;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Port numbers for programs that must be told one. They lie below those that systems give to
 * whoever does not mind which (ip(7): 32768 and above), browsers with their many sockets among
 * them: one of those may be taken between its draw and its use.
 */
public final class FreePorts {
    /** Above what the gateway and other programs take when they are told nothing. */
    private static final int LOW = 10_100;

    /** Those from 20,000 on are for the audio of trunks. */
    private static final int COUNT = 9_900;

    /** None is drawn twice: what was drawn may not be in use yet. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** A port that was free a moment ago, for TCP and for UDP: browsers hold many of the latter. */
    public static int one() {
        return row(1);
    }

    /** That port at an address when it can be had, else one that can. */
    public static int wished(String address, int port) {
        try (var tcp = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
            return tcp.getLocalPort();
        } catch (IOException _) {
            return one(); // It is taken, or for the privileged.
        }
    }

    /** An even port that was free a moment ago, as was the next. */
    public static int pair() {
        return row(2);
    }

    /** An even port that was free a moment ago, as were those that follow it, so many in all. */
    public static int row(int count) {
        while (true) {
            // One more, for what an even one leaves out.
            int port = LOW + (Math.floorMod(NEXT.getAndAdd(count + 1), COUNT) & ~1);
            if (port + count <= LOW + COUNT
                    && IntStream.range(port, port + count).allMatch(FreePorts::isFree)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port);
                var _ = new DatagramSocket(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
