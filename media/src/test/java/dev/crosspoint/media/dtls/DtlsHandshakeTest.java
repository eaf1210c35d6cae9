package dev.crosspoint.media.dtls;

import static dev.crosspoint.media.dtls.DtlsPair.ALICE;
import static dev.crosspoint.media.dtls.DtlsPair.BOB;
import static dev.crosspoint.media.dtls.DtlsPair.QUICK;
import static dev.crosspoint.media.dtls.DtlsPair.clean;
import static dev.crosspoint.media.dtls.DtlsPair.lossy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.srtp.SrtpProfile;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DtlsHandshakeTest {
    /** So that a slow machine sends nothing again that was not lost. */
    private static final DtlsLimits PATIENT = new DtlsLimits(1_000, 20_000, 1200);

    @Test
    void givesBothSidesTheSameKeysMirrored() throws Exception {
        var pair = new DtlsPair(DtlsLimits.NORMAL, clean(), clean()).start();
        assertThat(pair.client.keys()).isEqualTo(pair.server.keys().mirrored());
        assertThat(pair.client.keys().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
        assertThat(pair.client.keys().localKey()).isNotEqualTo(pair.client.keys().remoteKey());
        pair.close();
    }

    @Test
    void packsEachFlightIntoOneDatagram() throws Exception {
        var datagrams = new AtomicInteger();
        DtlsPair.Path counting =
                (datagram, on) -> {
                    datagrams.incrementAndGet();
                    on.send(datagram, 0, datagram.length);
                };
        var pair = new DtlsPair(PATIENT, counting, counting).start();
        pair.client.keys();
        pair.server.keys();
        assertThat(datagrams).hasValue(4);
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1200, 150})
    void survivesABadNetwork(int mtuBytes) throws Exception {
        var limits = new DtlsLimits(25, 10_000, mtuBytes);
        var pairs = new ArrayList<DtlsPair>();
        // In small datagrams a flight has a dozen chances to be lost.
        double loss = mtuBytes > 1000 ? 0.25 : 0.05;
        for (long seed = 0; seed < 25; seed++) {
            var toServer = lossy(seed, loss, 0.1, 0.25);
            var toClient = lossy(seed + 1000, loss, 0.1, 0.25);
            pairs.add(new DtlsPair(limits, toServer, toClient).start());
        }
        for (DtlsPair pair : pairs) {
            assertThat(pair.client.keys()).isEqualTo(pair.server.keys().mirrored());
            pair.close();
        }
    }

    @Test
    void repairsALostLastFlight() throws Exception {
        var lost = new AtomicInteger();
        DtlsPair.Path losesChangeCipherSpec =
                (datagram, on) -> {
                    if (datagram[0] != Records.CHANGE_CIPHER_SPEC || lost.incrementAndGet() > 2) {
                        on.send(datagram, 0, datagram.length);
                    }
                };
        var pair = new DtlsPair(PATIENT, clean(), losesChangeCipherSpec).start();
        assertThat(pair.client.keys()).isEqualTo(pair.server.keys().mirrored());
        assertThat(lost).hasValue(3);
        pair.close();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Records.CERTIFICATE,
                Records.CLIENT_KEY_EXCHANGE,
                Records.CERTIFICATE_VERIFY,
                Records.CHANGE_CIPHER_SPEC
            })
    void repairsALossInTheMiddleOfTheClientsFlight(int lostMessage) throws Exception {
        var loseOnce = new AtomicBoolean(true);
        DtlsPair.Path path =
                (datagram, on) -> {
                    for (byte[] record : records(datagram)) {
                        if (message(record) != lostMessage || !loseOnce.getAndSet(false)) {
                            on.send(record, 0, record.length);
                        }
                    }
                };
        var pair = new DtlsPair(QUICK, path, clean()).start();
        assertThat(pair.client.keys()).isEqualTo(pair.server.keys().mirrored());
        assertThat(loseOnce).isFalse();
        pair.close();
    }

    @Test
    void refusesAServerWithAnotherCertificate() throws Exception {
        var pair =
                new DtlsPair(QUICK, clean(), clean(), ALICE.fingerprint(), ALICE.fingerprint())
                        .start();
        assertThat(pair.client.awaitFailure()).isEqualTo(DtlsFailure.Why.FINGERPRINT);
        assertThat(pair.server.awaitFailure()).isEqualTo(DtlsFailure.Why.PEER_ALERT);
        assertThat(pair.client.hasKeys() || pair.server.hasKeys()).isFalse();
    }

    @Test
    void refusesAClientWithAnotherCertificate() throws Exception {
        var pair =
                new DtlsPair(QUICK, clean(), clean(), BOB.fingerprint(), BOB.fingerprint()).start();
        assertThat(pair.server.awaitFailure()).isEqualTo(DtlsFailure.Why.FINGERPRINT);
        assertThat(pair.client.awaitFailure()).isEqualTo(DtlsFailure.Why.PEER_ALERT);
        assertThat(pair.client.hasKeys() || pair.server.hasKeys()).isFalse();
    }

    @Test
    void givesUpWhenNobodyAnswers() throws Exception {
        var limits = new DtlsLimits(25, 200, 1200);
        DtlsPair.Path nowhere = (datagram, on) -> {};
        var pair = new DtlsPair(limits, nowhere, nowhere).start();
        assertThat(pair.client.awaitFailure()).isEqualTo(DtlsFailure.Why.TIMEOUT);
        assertThat(pair.server.awaitFailure()).isEqualTo(DtlsFailure.Why.TIMEOUT);
    }

    @Test
    void endsWhenClosedBeforeDuringAndAfterTheHandshake() throws Exception {
        DtlsPair.Path nowhere = (datagram, on) -> {};
        var waiting = new DtlsPair(DtlsLimits.NORMAL, nowhere, nowhere);
        waiting.server.close();
        waiting.start();
        waiting.server.awaitEnd();
        waiting.client.close();
        waiting.client.awaitEnd();

        var talking = new DtlsPair(DtlsLimits.NORMAL, clean(), clean()).start();
        talking.client.keys();
        talking.server.keys();
        talking.server.close();
        talking.server.awaitEnd();
        talking.client.awaitEnd(); // the peer's close_notify
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        var handshake =
                new DtlsHandshake(
                        ALICE,
                        DtlsHandshake.Role.SERVER,
                        BOB.fingerprint(),
                        (data, offset, length) -> {},
                        new SecureRandom());
        var calm = new AtomicBoolean();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                handshake.run(keys -> {});
                                calm.set(true);
                            } catch (DtlsFailure e) {
                                throw new AssertionError(e);
                            }
                        });
        thread.interrupt();
        thread.join();
        assertThat(calm).isTrue();
    }

    @Test
    void survivesAFloodOfGarbage() throws Exception {
        var random = new Random(3);
        DtlsPair.Path noisy =
                (datagram, on) -> {
                    for (int n = 0; n < 200; n++) {
                        byte[] garbage = garbage(random, datagram);
                        on.send(garbage, 0, garbage.length);
                    }
                    on.send(datagram, 0, datagram.length);
                };
        var pair = new DtlsPair(QUICK, noisy, noisy).start();
        assertThat(pair.client.keys()).isEqualTo(pair.server.keys().mirrored());
        byte[] late = garbage(random, new byte[600]);
        for (int n = 0; n < 1_000; n++) {
            pair.client.offer(late, 0, late.length);
            pair.server.offer(late, 0, late.length);
        }
        pair.close();
    }

    @Test
    void shakesAHundredHandsAtOnce() throws Exception {
        List<DtlsPair> pairs = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            pairs.add(new DtlsPair(DtlsLimits.NORMAL, clean(), clean()).start());
        }
        for (DtlsPair pair : pairs) {
            assertThat(pair.client.keys()).isEqualTo(pair.server.keys().mirrored());
        }
        for (DtlsPair pair : pairs) {
            pair.close();
        }
    }

    private static List<byte[]> records(byte[] datagram) {
        var records = new ArrayList<byte[]>();
        for (int at = 0; at < datagram.length; ) {
            int end = at + Records.HEADER_BYTES + Records.length(datagram, at);
            records.add(Arrays.copyOfRange(datagram, at, end));
            at = end;
        }
        return records;
    }

    /** The type of the message in a clear record, or of the record. */
    private static int message(byte[] record) {
        boolean readable =
                Records.epoch(record, 0) == 0 && Records.type(record, 0) == Records.HANDSHAKE;
        return readable
                ? Records.messageType(record, Records.HEADER_BYTES)
                : Records.type(record, 0);
    }

    // Noise that looks like something: stray bytes, cut records, huge messages, later epochs.
    private static byte[] garbage(Random random, byte[] real) {
        byte[] garbage = new byte[Math.max(14, random.nextInt(400))];
        random.nextBytes(garbage);
        switch (random.nextInt(4)) {
            case 0 -> garbage[0] = (byte) (20 + random.nextInt(4));
            case 1 -> garbage = Arrays.copyOf(real, 13 + random.nextInt(real.length - 13) % 20);
            case 2 -> {
                header(garbage, Records.HANDSHAKE, 0);
                if (garbage.length > 24) {
                    garbage[13] = 1;
                    garbage[14] = (byte) 0xFF; // a message of 16 MiB
                    garbage[22] = 0;
                    garbage[23] = 0;
                }
            }
            default -> header(garbage, 23, 1);
        }
        return garbage;
    }

    private static void header(byte[] record, int type, int epoch) {
        record[0] = (byte) type;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[3] = 0;
        record[4] = (byte) epoch;
        record[11] = (byte) ((record.length - 13) >> 8);
        record[12] = (byte) (record.length - 13);
    }
}
