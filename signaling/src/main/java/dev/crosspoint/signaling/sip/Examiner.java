package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.crosspoint.signaling.api.Sighting;
import dev.crosspoint.signaling.api.Sighting.Certificate;
import dev.crosspoint.signaling.api.Sighting.Door;
import dev.crosspoint.signaling.api.Sighting.Look;
import dev.crosspoint.signaling.api.Sighting.Reply;
import dev.crosspoint.signaling.api.SignalingConfig.PemIdentity;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a far end as we would reach it for a call, from a socket of its own: its addresses, its
 * ports, its certificate, and what it answers to OPTIONS. Shows no password. Blocks, no longer than
 * about twenty seconds.
 */
public final class Examiner {
    private static final int LOOKUP_SECONDS = 6;
    private static final int CONNECT_MS = 3_000;
    private static final int ANSWER_MS = 6_000;

    /** RFC 3261 17.1.2.2: T1, doubled; as often as that fits. */
    private static final List<Integer> RESENDS_MS = List.of(500, 1_000, 2_500);

    private static final int LONGEST_BODY = 64 * 1024;

    private final Vertx vertx;
    private final OwnKeys ours;
    private final String advertised;
    private final InstantSource clock;
    private final int answerMs;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param ours what we show where a certificate is asked for; null for none
     * @param advertised IP literal for Via and Contact, as in the gateway's own requests
     */
    public Examiner(
            Vertx vertx, @Nullable PemIdentity ours, String advertised, InstantSource clock) {
        this(vertx, ours, advertised, clock, ANSWER_MS);
    }

    /** The same with another patience, ms. */
    Examiner(
            Vertx vertx,
            @Nullable PemIdentity ours,
            String advertised,
            InstantSource clock,
            int answerMs) {
        this.answerMs = answerMs;
        this.vertx = vertx;
        this.ours = OwnKeys.of(ours);
        this.advertised = advertised;
        this.clock = clock;
    }

    /** Looks at all of its addresses at once. */
    public Sighting look(Destination to) {
        List<InetSocketAddress> addresses;
        try {
            addresses =
                    new Resolver(vertx, random).find(to).await(LOOKUP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Sighting.nowhere("name servers do not answer");
        } catch (Exception e) {
            return Sighting.nowhere("no name server knows it");
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Look>> looks =
                    addresses.stream()
                            .map(there -> threads.submit((Callable<Look>) () -> look(to, there)))
                            .toList();
            return new Sighting(looks.stream().map(Examiner::result).toList(), "");
        }
    }

    private static Look result(Future<Look> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot look", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Look look(Destination to, InetSocketAddress there) {
        return to.transport() == Transport.UDP ? byDatagrams(to, there) : byStream(to, there);
    }

    // ---- UDP

    private Look byDatagrams(Destination to, InetSocketAddress there) {
        try (var socket = new DatagramSocket()) {
            socket.connect(there);
            byte[] request = options(to, socket.getLocalPort()).getBytes(US_ASCII);
            byte[] answer = new byte[LONGEST_BODY];
            for (int waitMs : RESENDS_MS) {
                socket.send(new DatagramPacket(request, request.length));
                socket.setSoTimeout(waitMs);
                var packet = new DatagramPacket(answer, answer.length);
                try {
                    socket.receive(packet);
                    return new Look(there, Door.OPEN, null, reply(answer, packet.getLength()));
                } catch (SocketTimeoutException _) {
                    // Once more: one datagram may be lost.
                }
            }
            return new Look(there, Door.SILENT, null, null);
        } catch (IOException e) {
            return new Look(there, door(e), null, null);
        }
    }

    // ---- TCP and TLS

    private Look byStream(Destination to, InetSocketAddress there) {
        try (var socket = new Socket()) {
            socket.connect(there, CONNECT_MS);
            socket.setSoTimeout(answerMs);
            if (to.transport() != Transport.TLS) {
                return new Look(there, Door.OPEN, null, exchangeIfItCan(to, socket));
            }
            var handshake = Handshake.on(socket, to, there.getPort(), ours, clock.instant());
            Certificate seen = handshake.certificate();
            Socket secured = handshake.socket();
            if (secured == null) {
                return new Look(there, Door.OPEN, seen, null);
            }
            try {
                return new Look(there, Door.OPEN, seen, exchange(to, secured));
            } catch (IOException e) {
                // TLS 1.3 says only now what it thinks of our certificate: by an alert, if that
                // comes before the end of the connection.
                boolean refused = seen.asksForOurs() || e instanceof SSLException;
                return new Look(
                        there, Door.OPEN, refused ? handshake.refusedAfterwards() : seen, null);
            }
        } catch (IOException e) {
            return new Look(there, door(e), null, null);
        }
    }

    private @Nullable Reply exchangeIfItCan(Destination to, Socket socket) {
        try {
            return exchange(to, socket);
        } catch (IOException e) {
            return null; // it was there, and hung up
        }
    }

    /**
     * Asks; null when there is no answer in time.
     *
     * @throws IOException when it hangs up instead
     */
    private @Nullable Reply exchange(Destination to, Socket socket) throws IOException {
        var out = socket.getOutputStream();
        out.write(options(to, socket.getLocalPort()).getBytes(US_ASCII));
        out.flush();
        byte[] head = new byte[RawHead.MAX_BYTES];
        int length = 0;
        try {
            while (length < head.length) {
                int read = socket.getInputStream().read(head, length, head.length - length);
                if (read < 0) {
                    throw new EOFException("it hung up");
                }
                length += read;
                if (RawHead.end(head, 0, length) > 0) {
                    return reply(head, length);
                }
            }
        } catch (SocketTimeoutException e) {
            // It says nothing.
        }
        return null;
    }

    // ---- words

    private String options(Destination to, int localPort) {
        String host = advertised.indexOf(':') >= 0 ? "[" + advertised + "]" : advertised;
        String transport = to.transport().name();
        return """
        OPTIONS sip:%1$s;transport=%2$s SIP/2.0
        Via: SIP/2.0/%3$s %4$s:%5$d;branch=z9hG4bK%6$s;rport
        Max-Forwards: 70
        From: <sip:%4$s>;tag=%7$s
        To: <sip:%8$s>
        Call-ID: %9$s
        CSeq: 1 OPTIONS
        Contact: <sip:%4$s:%5$d;transport=%2$s>
        Accept: application/sdp
        User-Agent: Crosspoint
        Content-Length: 0

        """
                .formatted(
                        to.uriHostPort(),
                        transport.toLowerCase(Locale.ROOT),
                        transport,
                        host,
                        localPort,
                        token(),
                        token(),
                        to.uriHost(),
                        token())
                .replace("\n", "\r\n");
    }

    private String token() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What was said; null when it is no answer of SIP. */
    private @Nullable Reply reply(byte[] data, int length) {
        try {
            return OptionsReply.read(RawHead.read(data, 0, length), clock.instant());
        } catch (BadMessage e) {
            return null;
        }
    }

    private static Door door(IOException e) {
        return switch (e) {
            case PortUnreachableException _ -> Door.REFUSED;
            case NoRouteToHostException _ -> Door.NO_WAY;
            case ConnectException refused ->
                    String.valueOf(refused.getMessage()).contains("refused")
                            ? Door.REFUSED
                            : Door.NO_WAY;
            case SocketTimeoutException _ -> Door.SILENT;
            default ->
                    String.valueOf(e.getMessage()).contains("unreachable")
                            ? Door.NO_WAY
                            : Door.SILENT;
        };
    }
}
