package dev.crosspoint.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

class DtlsRecordFuzzTest {
    /** So short that a run costs little; what is offered beforehand is looked at all the same. */
    private static final DtlsLimits HASTY = new DtlsLimits(1, 3, 1200);

    private static final byte[] CLIENT_HELLO = clientHello();

    /** Whatever is offered, a handshake ends in time, without keys, and with its one exception. */
    @FuzzTest(maxDuration = "5s")
    void endsWithoutKeysWhateverComes(FuzzedDataProvider fuzz) {
        var role = fuzz.pickValue(DtlsHandshake.Role.values());
        var handshake = handshake(role, (data, offset, length) -> {});
        if (fuzz.consumeBoolean()) {
            handshake.offer(CLIENT_HELLO, 0, CLIENT_HELLO.length);
        }
        while (fuzz.remainingBytes() > 0) {
            byte[] datagram = fuzz.consumeBytes(fuzz.consumeInt(1, 300));
            if (fuzz.consumeBoolean()) {
                dressUp(datagram);
            }
            handshake.offer(datagram, 0, datagram.length);
        }
        try {
            handshake.run(keys -> {
                throw new AssertionError("keys out of nothing");
            });
            throw new AssertionError("an end without a reason");
        } catch (DtlsFailure e) {
            assertThat(e.why()).isNotNull();
        }
    }

    // Makes a clear handshake record of it, so that the bytes reach the message parsers.
    private static void dressUp(byte[] datagram) {
        if (datagram.length <= Records.HEADER_BYTES + Records.MESSAGE_HEADER_BYTES) {
            return;
        }
        int body = datagram.length - Records.HEADER_BYTES;
        byte[] header = {22, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, datagram[10]};
        System.arraycopy(header, 0, datagram, 0, header.length);
        datagram[11] = (byte) (body >> 8);
        datagram[12] = (byte) body;
        int message = body - Records.MESSAGE_HEADER_BYTES;
        byte[] lengths = {0, (byte) (message >> 8), (byte) message};
        System.arraycopy(lengths, 0, datagram, Records.HEADER_BYTES + 1, 3);
        Arrays.fill(datagram, Records.HEADER_BYTES + 4, Records.HEADER_BYTES + 9, (byte) 0);
        System.arraycopy(lengths, 0, datagram, Records.HEADER_BYTES + 9, 3);
    }

    private static byte[] clientHello() {
        var first = new AtomicReference<>(new byte[0]);
        var client =
                handshake(
                        DtlsHandshake.Role.CLIENT,
                        (data, offset, length) ->
                                first.set(Arrays.copyOfRange(data, offset, offset + length)));
        try {
            client.run(keys -> {});
        } catch (DtlsFailure e) {
            assertThat(e.why()).isEqualTo(DtlsFailure.Why.TIMEOUT);
        }
        return first.get();
    }

    private static DtlsHandshake handshake(DtlsHandshake.Role role, DtlsWire wire) {
        var identity = DtlsPair.ALICE;
        return new DtlsHandshake(
                identity, role, identity.fingerprint(), wire, new SecureRandom(), HASTY);
    }
}
