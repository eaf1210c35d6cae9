package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer that speaks SIP as a test writes it, over a plain UDP socket. */
public final class RawPeer implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private final DatagramSocket socket;
    private final String host;
    private final Set<String> received = new HashSet<>();
    private InetSocketAddress endpoint;
    private String contact;

    /** A peer of the endpoint that listens there. */
    public RawPeer(int endpointPort) {
        this("127.0.0.1", endpointPort);
    }

    /** The same at another address of loopback, of either family. */
    RawPeer(String address, int endpointPort) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            host = address.indexOf(':') < 0 ? "127.0.0.1" : address;
            endpoint = new InetSocketAddress(InetAddress.ofLiteral(host), endpointPort);
            contact = uriHost() + ":" + port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another endpoint to speak to from now on. */
    public void aim(int endpointPort) {
        endpoint = new InetSocketAddress(InetAddress.ofLiteral(host), endpointPort);
    }

    /** Says from now on that it is found there. */
    void contact(String hostPort) {
        contact = hostPort;
    }

    /** Its address in a URI, and the endpoint's. */
    private String uriHost() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    /**
     * A request from its first line, extra header lines and body; identified by branch and tags.
     */
    public String request(
            String method, String callId, String toTag, int cseq, String extra, String body) {
        return """
        %1$s sip:+4940999@%9$s SIP/2.0
        Via: SIP/2.0/UDP %9$s:%2$d;branch=z9hG4bK-%8$s-%1$s-%4$d;rport
        Max-Forwards: 70
        From: <sip:+493012345@%9$s>;tag=raw
        To: <sip:+4940999@%9$s>%5$s
        Call-ID: %3$s
        CSeq: %4$d %1$s
        Contact: <sip:raw@%10$s>
        %6$sContent-Length: %7$d

        """
                .formatted(
                        method,
                        port(),
                        callId,
                        cseq,
                        toTag.isEmpty() ? "" : ";tag=" + toTag,
                        extra.isEmpty() ? "" : extra + "\n",
                        body.length(),
                        callId.replace('@', '-'),
                        uriHost(),
                        contact)
                .replace("\n", "\r\n")
                .concat(body);
    }

    /** A response to a request this peer has received. */
    public String response(
            String request, String statusLine, String tag, String extra, String body) {
        var out = new StringBuilder("SIP/2.0 " + statusLine + "\r\n");
        request.lines()
                .filter(line -> line.matches("(?i)(via|from|call-id|cseq|record-route):.*"))
                .forEach(line -> out.append(line).append("\r\n"));
        String to = header(request, "To");
        out.append("To: ").append(to).append(to.contains(";tag=") ? "" : ";tag=" + tag);
        out.append("\r\nContact: <sip:raw@").append(contact).append(">\r\n");
        out.append(extra.isEmpty() ? "" : extra.replace("\n", "\r\n") + "\r\n");
        return out.append("Content-Length: ").append(body.length()).append("\r\n\r\n") + body;
    }

    /** Sends a message. */
    public void send(String message) {
        send(message.getBytes(UTF_8));
    }

    void send(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, endpoint));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message that starts so; others are skipped. */
    public String receive(String start) {
        return receive(start, true);
    }

    /**
     * The next message that starts so and has not been received before: UDP repeats what has not
     * been answered yet, and on a busy machine that is much.
     */
    public String receiveNew(String start) {
        return receive(start, false);
    }

    private String receive(String start, boolean isAgainWelcome) {
        byte[] buffer = new byte[65536];
        try {
            socket.setSoTimeout(PATIENCE_MS);
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), UTF_8);
                if (text.startsWith(start) && (received.add(text) || isAgainWelcome)) {
                    return text;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came that starts with " + start, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Requests that have come, without waiting for any. */
    List<String> arrived() {
        var requests = new ArrayList<String>();
        byte[] buffer = new byte[65536];
        try {
            socket.setSoTimeout(1);
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), UTF_8);
                if (!text.startsWith("SIP/")) {
                    requests.add(text);
                }
            }
        } catch (SocketTimeoutException e) {
            return requests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails when anything has come. */
    public void expectSilence() {
        try {
            socket.setSoTimeout(1);
            var packet = new DatagramPacket(new byte[65536], 65536);
            socket.receive(packet);
            throw new AssertionError("an answer: " + packet.getLength() + " bytes");
        } catch (SocketTimeoutException e) {
            assertThat(socket.isClosed()).isFalse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A header field's value. */
    public static String header(String message, String name) {
        Matcher m = Pattern.compile("(?im)^" + name + "[ \t]*:[ \t]*(.*?)\r?$").matcher(message);
        assertThat(m.find()).as("no %s in %s", name, message).isTrue();
        return m.group(1);
    }

    static String toTag(String message) {
        return tag(header(message, "To"));
    }

    /** The tag in a From or To. */
    public static String tag(String value) {
        Matcher m = Pattern.compile(";tag=([^;>\\s]+)").matcher(value);
        assertThat(m.find()).isTrue();
        return m.group(1);
    }

    static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    @Override
    public void close() {
        socket.close();
    }
}
