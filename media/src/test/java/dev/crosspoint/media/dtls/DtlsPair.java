package dev.crosspoint.media.dtls;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Our client against our server, over a network as bad as a test wants it. */
final class DtlsPair {
    static final DtlsIdentity ALICE = DtlsIdentity.generate(new SecureRandom());
    static final DtlsIdentity BOB = DtlsIdentity.generate(new SecureRandom());

    /** Impatient, so that losses cost a test little time. */
    static final DtlsLimits QUICK = new DtlsLimits(25, 10_000, 1200);

    /** What the network does to a datagram on its way. */
    interface Path {
        void pass(byte[] datagram, DtlsWire on);
    }

    final DtlsPeer client;
    final DtlsPeer server;

    DtlsPair(DtlsLimits limits, Path toServer, Path toClient) {
        this(limits, toServer, toClient, BOB.fingerprint(), ALICE.fingerprint());
    }

    DtlsPair(
            DtlsLimits limits,
            Path toServer,
            Path toClient,
            Fingerprint expectedByClient,
            Fingerprint expectedByServer) {
        client =
                new DtlsPeer(
                        ALICE,
                        DtlsHandshake.Role.CLIENT,
                        expectedByClient,
                        (data, offset, length) ->
                                toServer.pass(
                                        Arrays.copyOfRange(data, offset, offset + length),
                                        this::offerToServer),
                        limits);
        server =
                new DtlsPeer(
                        BOB,
                        DtlsHandshake.Role.SERVER,
                        expectedByServer,
                        (data, offset, length) ->
                                toClient.pass(
                                        Arrays.copyOfRange(data, offset, offset + length),
                                        client::offer),
                        limits);
    }

    private void offerToServer(byte[] data, int offset, int length) {
        server.offer(data, offset, length);
    }

    DtlsPair start() {
        server.start();
        client.start();
        return this;
    }

    void close() throws Exception {
        client.close();
        server.close();
        client.awaitEnd();
        server.awaitEnd();
    }

    static Path clean() {
        return (datagram, on) -> on.send(datagram, 0, datagram.length);
    }

    /** Loses, doubles and swaps datagrams, by a seed. */
    static Path lossy(long seed, double loss, double duplicates, double swaps) {
        var random = new Random(seed);
        return new Path() {
            private byte @Nullable [] waiting;

            @Override
            public synchronized void pass(byte[] datagram, DtlsWire on) {
                if (random.nextDouble() < loss) {
                    return;
                }
                byte[] overtaken = waiting;
                if (overtaken == null && random.nextDouble() < swaps) {
                    waiting = datagram;
                    return;
                }
                waiting = null;
                on.send(datagram, 0, datagram.length);
                if (random.nextDouble() < duplicates) {
                    on.send(datagram, 0, datagram.length);
                }
                if (overtaken != null) {
                    on.send(overtaken, 0, overtaken.length);
                }
            }
        };
    }
}
