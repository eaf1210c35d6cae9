package dev.crosspoint.gateway.examination;

import dev.crosspoint.gateway.doctor.AgentDoctor.Relay;
import dev.crosspoint.gateway.doctor.Finding.Ports;
import dev.crosspoint.gateway.doctor.Surroundings.PortsTried;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What can be tried from this machine. */
public final class Machine {
    private static final int TRIED = 12;
    private static final int CONNECT_MS = 3_000;
    private static final int STUN_PORT = 3478;
    private static final int STUN_TLS_PORT = 5349;

    /** RFC 7065, as the configuration takes it. */
    private static final Pattern URL =
            Pattern.compile("(turns?):(\\[[^]]+]|[^:?]+)(?::(\\d+))?(\\?transport=tcp)?.*");

    private Machine() {}

    /** Tries to have some of these ports; each is let go at once. */
    public static PortsTried tryPorts(String bindAddress, Ports ports) {
        int taken = 0;
        int tried = 0;
        int step = Math.max(2, (ports.last() - ports.first()) / TRIED / 2 * 2);
        for (int port = ports.first(); port <= ports.last() && tried < TRIED; port += step) {
            tried++;
            try (var _ = new DatagramSocket(at(bindAddress, port))) {
                // It could be had.
            } catch (SocketException e) {
                taken++;
            }
        }
        return new PortsTried(tried, taken);
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    /**
     * What TURN servers say.
     *
     * @param seenAs our address as the first of them sees it that says so
     */
    public record Relays(List<Relay> relays, @Nullable InetAddress seenAs) {
        public Relays {
            relays = List.copyOf(relays);
        }
    }

    /** Asks the servers of {@code turn.urls}, one after the other. */
    public static Relays askRelays(List<String> urls) {
        var relays = new ArrayList<Relay>();
        InetAddress seen = null;
        for (var url : urls) {
            var parts = URL.matcher(url);
            if (!parts.matches()) {
                relays.add(new Relay(url, "it is no URL of a TURN server"));
                continue;
            }
            boolean tls = parts.group(1).equals("turns");
            boolean tcp = tls || parts.group(4) != null;
            int port =
                    parts.group(3) == null
                            ? (tls ? STUN_TLS_PORT : STUN_PORT)
                            : Integer.parseInt(parts.group(3));
            var server = new InetSocketAddress(parts.group(2).replaceAll("[\\[\\]]", ""), port);
            if (server.isUnresolved()) {
                relays.add(new Relay(url, "its name leads nowhere"));
                continue;
            }
            try {
                var mapped = tcp ? connected(server) : StunProbe.ask(server);
                seen = seen == null && !tcp ? mapped : seen;
                relays.add(new Relay(url, mapped == null ? "nothing comes back" : ""));
            } catch (IOException e) {
                relays.add(new Relay(url, "the connection is refused or does not come about"));
            }
        }
        return new Relays(relays, seen);
    }

    private static InetAddress connected(InetSocketAddress server) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, CONNECT_MS);
            return socket.getLocalAddress();
        }
    }
}
