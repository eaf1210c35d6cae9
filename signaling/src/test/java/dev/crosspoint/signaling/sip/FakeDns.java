package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server of a test's own (RFC 1035 4, RFC 2782). It answers what it was told, says that
 * there is no such name otherwise, and drops what is no query as the standard has it.
 */
public final class FakeDns implements AutoCloseable {

    private static final int A = 1;
    private static final int SRV = 33;

    private record Question(String name, int type) {}

    /** One record's data. */
    private static final class Data {
        private final int ttlSeconds;
        private final byte[] bytes;

        Data(int ttlSeconds, byte[] bytes) {
            this.ttlSeconds = ttlSeconds;
            this.bytes = bytes;
        }
    }

    private final DatagramSocket socket;
    private final Map<Question, List<Data>> zone = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    /** Opens one on a free port of loopback. */
    public FakeDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    /** As Vert.x wants it. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** The address of a name. */
    public FakeDns host(String name, String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        add(new Question(name, A), new Data(60, bytes));
        return this;
    }

    /** A server of a service. */
    public FakeDns service(
            String name, int ttlSeconds, int priority, int weight, int port, String target) {
        var data =
                ByteBuffer.allocate(6 + name(target).length)
                        .putShort((short) priority)
                        .putShort((short) weight)
                        .putShort((short) port)
                        .put(name(target));
        add(new Question(name, SRV), new Data(ttlSeconds, data.array()));
        return this;
    }

    /** No server of a service any more. */
    public FakeDns withoutService(String name) {
        zone.remove(new Question(name, SRV));
        return this;
    }

    /** Whether it fails to find out about a name. */
    public FakeDns fail(String name, boolean fails) {
        if (fails) {
            broken.add(name);
        } else {
            broken.remove(name);
        }
        return this;
    }

    private void add(Question question, Data data) {
        zone.computeIfAbsent(question, _ -> new CopyOnWriteArrayList<>()).add(data);
    }

    /** Names and types that were asked for, in order: {@code 33 _sip._udp.example.net}. */
    public List<String> asked() {
        return asked;
    }

    /** What was wrong with what was asked. */
    public List<String> faults() {
        return faults;
    }

    private void serve() {
        byte[] buffer = new byte[512]; // RFC 1035 4.2.1
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] reply = reply(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            } catch (RuntimeException e) {
                faults.add(e.toString());
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private byte[] reply(ByteBuffer query) throws IOException {
        int id = query.getShort() & 0xffff;
        int flags = query.getShort() & 0xffff;
        require((flags & 0x8000) == 0, "a response");
        require((flags & 0x7800) == 0, "not a standard query");
        require((flags & 0x0070) == 0, "reserved bits");
        require(query.getShort() == 1, "not one question");
        require(query.getInt() == 0, "records in a query");
        int additional = query.getShort();
        require(additional <= 1, "more than EDNS");
        int start = query.position();
        var name = new StringBuilder();
        for (int length = query.get(); length != 0; length = query.get()) {
            require(length > 0 && length < 64, "a label too long, or a pointer in a query");
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII));
        }
        int type = query.getShort() & 0xffff;
        require(query.getShort() == 1, "not the internet");
        byte[] question = new byte[query.position() - start];
        query.get(start, question);
        String lower = name.toString().toLowerCase(Locale.ROOT);
        asked.add(type + " " + lower);
        boolean known = zone.keySet().stream().anyMatch(q -> q.name().equals(lower));
        boolean fails = broken.contains(lower);
        // RFC 1035 4.1.1: 2, the server failed; 3, no such name.
        return reply(
                id,
                flags,
                question,
                type,
                fails ? List.of() : zone.getOrDefault(new Question(lower, type), List.of()),
                fails ? 2 : known ? 0 : 3);
    }

    private static byte[] reply(
            int id, int flags, byte[] question, int type, List<Data> answers, int code)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(id);
        // A response, authoritative, recursion as desired and available.
        out.writeShort(0x8480 | (flags & 0x0100) | code);
        out.writeShort(1);
        out.writeShort(answers.size());
        out.writeInt(0);
        out.write(question);
        for (var data : answers) {
            out.writeShort(0xc00c); // the name in the question
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(data.ttlSeconds);
            out.writeShort(data.bytes.length);
            out.write(data.bytes);
        }
        return bytes.toByteArray();
    }

    private static byte[] name(String name) {
        var bytes = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                bytes.write(label.length());
                bytes.writeBytes(label.getBytes(US_ASCII));
            }
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    private static void require(boolean is, String fault) {
        if (!is) {
            throw new IllegalArgumentException(fault);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
