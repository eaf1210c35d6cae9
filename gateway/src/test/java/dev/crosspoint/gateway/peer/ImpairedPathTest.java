package dev.crosspoint.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On loopback: a server at 127.0.0.1, its path at 127.0.0.9, clients seen at 127.0.0.5. */
class ImpairedPathTest {
    private static final String OUTSIDE = "127.0.0.9";
    private static final int LIMIT_MS = 10_000;

    private final DatagramSocket server = socket("127.0.0.1");
    private final DatagramSocket alice = socket("127.0.0.1");
    private final DatagramSocket bob = socket("127.0.0.1");
    private ImpairedPath path;

    @BeforeEach
    void open() throws IOException {
        path =
                ImpairedPath.open(
                        OUTSIDE, "127.0.0.1", Set.of(server.getLocalPort()), "127.0.0.5", 1);
    }

    @AfterEach
    void close() throws IOException {
        path.close();
        server.close();
        alice.close();
        bob.close();
    }

    @Test
    void carriesBothWaysAndShowsEachClientAsOneOfItsOwn() throws IOException {
        send(alice, "a", outside());
        var seenAlice = receive(server, "a");
        send(bob, "b", outside());
        var seenBob = receive(server, "b");

        assertThat(seenAlice.getAddress().getHostAddress()).isEqualTo("127.0.0.5");
        assertThat(seenAlice).isNotEqualTo(seenBob);
        send(server, "to alice", seenAlice);
        assertThat(receive(alice, "to alice")).isEqualTo(outside());
        send(server, "to bob", seenBob);
        assertThat(receive(bob, "to bob")).isEqualTo(outside());
        send(alice, "again", outside());
        assertThat(receive(server, "again")).isEqualTo(seenAlice);
        assertThat(path.passed()).isEqualTo(5);
    }

    @Test
    void showsAClientThatMovedAtItsNewAddressOnly() throws IOException {
        send(alice, "here", outside());
        var before = receive(server, "here");

        path.move("127.0.0.6");
        send(alice, "there", outside());
        var after = receive(server, "there");

        assertThat(after.getAddress().getHostAddress()).isEqualTo("127.0.0.6");
        send(server, "to the old", before);
        send(server, "to the new", after);
        assertThat(receive(alice, "to the new")).isEqualTo(outside());
    }

    @Test
    void losesAllWhileItIsCut() throws IOException {
        path.cut();
        send(alice, "lost", outside());
        awaitLost(1);

        path.mend();
        send(alice, "through", outside());

        var _ = receive(server, "through");
        assertThat(path.lost()).isEqualTo(1);
    }

    @Test
    void deliversWhatIsDelayed() throws IOException {
        path.impair(Impairment.NONE.withDelayMs(60));
        long before = System.nanoTime();
        send(alice, "late", outside());

        var _ = receive(server, "late");

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(60_000_000L);
    }

    @Test
    void letsNobodyInWhomTheClientHasNotSpokenTo() throws IOException {
        send(alice, "a", outside());
        var seen = receive(server, "a");

        send(bob, "intruder", seen);
        send(server, "answer", seen);

        var _ = receive(alice, "answer");
        alice.setSoTimeout(1);
        assertThatThrownBy(() -> receive(alice, "nothing"))
                .isInstanceOf(SocketTimeoutException.class);
    }

    private InetSocketAddress outside() {
        return new InetSocketAddress(InetAddress.ofLiteral(OUTSIDE), server.getLocalPort());
    }

    private void awaitLost(long count) {
        long deadline = System.nanoTime() + LIMIT_MS * 1_000_000L;
        while (path.lost() < count && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    private static DatagramSocket socket(String address) {
        try {
            var socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
            socket.setSoTimeout(LIMIT_MS);
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(DatagramSocket by, String text, InetSocketAddress to)
            throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        by.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** The next datagram has to be that; answers whom it came from. */
    private static InetSocketAddress receive(DatagramSocket at, String text) throws IOException {
        var packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8)).isEqualTo(text);
        return (InetSocketAddress) packet.getSocketAddress();
    }
}
