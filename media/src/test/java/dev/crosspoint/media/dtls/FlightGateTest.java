package dev.crosspoint.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightGateTest {
    private static final byte[] CERTIFICATE = message(Records.CERTIFICATE, 400, 0, 400);
    private static final byte[] KEY_EXCHANGE = message(Records.CLIENT_KEY_EXCHANGE, 66, 0, 66);
    private static final byte[] VERIFY = message(Records.CERTIFICATE_VERIFY, 76, 0, 76);
    private static final byte[] CHANGE = record(Records.CHANGE_CIPHER_SPEC, 0, new byte[] {1});
    private static final byte[] FINISHED = record(Records.HANDSHAKE, 1, new byte[48]);

    private final FlightGate gate = new FlightGate(DtlsHandshake.Role.SERVER);

    @Test
    void takesADatagramApart() {
        assertThat(pass(join(CERTIFICATE, KEY_EXCHANGE, VERIFY, CHANGE, FINISHED)))
                .containsExactly(CERTIFICATE, KEY_EXCHANGE, VERIFY, CHANGE, FINISHED);
    }

    @Test
    void holdsChangeCipherSpecUntilTheFlightIsComplete() {
        assertThat(pass(CERTIFICATE)).containsExactly(CERTIFICATE);
        assertThat(pass(FINISHED)).isEmpty();
        assertThat(pass(CHANGE)).isEmpty();
        assertThat(pass(KEY_EXCHANGE)).containsExactly(KEY_EXCHANGE);
        assertThat(pass(VERIFY)).containsExactly(VERIFY, CHANGE, FINISHED);
    }

    @Test
    void countsAMessageAsThereWhenAllItsFragmentsAre() {
        byte[] front = message(Records.CERTIFICATE_VERIFY, 76, 0, 40);
        byte[] overlap = message(Records.CERTIFICATE_VERIFY, 76, 20, 30);
        byte[] back = message(Records.CERTIFICATE_VERIFY, 76, 50, 26);
        byte[] other = message(Records.CERTIFICATE_VERIFY, 90, 50, 40);
        assertThat(pass(join(CERTIFICATE, KEY_EXCHANGE, back, CHANGE))).hasSize(3);
        assertThat(pass(other)).containsExactly(other);
        assertThat(pass(front)).containsExactly(front);
        assertThat(pass(overlap)).containsExactly(overlap, CHANGE);
    }

    @Test
    void holdsOnlySoMuchForLater() {
        for (int n = 0; n < 100; n++) {
            assertThat(pass(FINISHED)).isEmpty();
        }
        assertThat(pass(join(CERTIFICATE, KEY_EXCHANGE, VERIFY, CHANGE))).hasSize(4 + 8);
    }

    @Test
    void letsEverythingThroughOnceOpen() {
        pass(join(CERTIFICATE, KEY_EXCHANGE, VERIFY, CHANGE, FINISHED));
        assertThat(pass(join(FINISHED, CERTIFICATE, CHANGE)))
                .containsExactly(FINISHED, CERTIFICATE, CHANGE);
    }

    @Test
    void towardsAClientWaitsForNothingButChangeCipherSpec() {
        var client = new FlightGate(DtlsHandshake.Role.CLIENT);
        assertThat(pass(client, FINISHED)).isEmpty();
        assertThat(pass(client, CHANGE)).containsExactly(CHANGE, FINISHED);
    }

    @Test
    void dropsMessagesThatClaimTooMuch() {
        int limit = FlightGate.MAX_MESSAGE_BYTES;
        assertThat(pass(message(1, limit, 0, 100))).hasSize(1);
        assertThat(pass(message(1, limit + 1, 0, 100))).isEmpty();
        assertThat(pass(message(1, 0xFFFFFF, 0, 100))).isEmpty();
        assertThat(pass(message(1, 50, 0, 100))).isEmpty();
        assertThat(pass(message(1, 100, 60, 50))).isEmpty();
        assertThat(pass(record(Records.HANDSHAKE, 0, new byte[11]))).isEmpty();
    }

    @Test
    void dropsWhatIsNotARecord() {
        byte[] wrongVersion = CERTIFICATE.clone();
        wrongVersion[1] = 3;
        byte[] wrongType = CERTIFICATE.clone();
        wrongType[0] = 24;
        byte[] laterEpoch = FINISHED.clone();
        laterEpoch[4] = 2;
        byte[] noTag = record(Records.HANDSHAKE, 1, new byte[Records.MIN_ENCRYPTED_BYTES - 1]);
        byte[] data = record(23, 1, new byte[Records.MAX_ENCRYPTED_BYTES + 1]);
        pass(join(CERTIFICATE, KEY_EXCHANGE, VERIFY, CHANGE));
        for (byte[] bad : List.of(wrongVersion, wrongType, laterEpoch, noTag, data, new byte[0])) {
            assertThat(pass(bad)).isEmpty();
        }
        for (int length = 0; length < CERTIFICATE.length; length++) {
            assertThat(pass(Arrays.copyOf(CERTIFICATE, length))).isEmpty();
        }
    }

    private List<byte[]> pass(byte[] datagram) {
        return pass(gate, datagram);
    }

    private static List<byte[]> pass(FlightGate gate, byte[] datagram) {
        gate.accept(datagram);
        var passed = new ArrayList<byte[]>();
        for (var span = gate.next(); span != null; span = gate.next()) {
            var bytes = new ByteArrayOutputStream();
            bytes.write(span.data(), span.offset(), span.length());
            passed.add(bytes.toByteArray());
        }
        return passed;
    }

    private static byte[] message(int type, int length, int from, int count) {
        byte[] body = new byte[Records.MESSAGE_HEADER_BYTES + count];
        body[0] = (byte) type;
        uint24(body, 1, length);
        uint24(body, 6, from);
        uint24(body, 9, count);
        return record(Records.HANDSHAKE, 0, body);
    }

    private static byte[] record(int type, int epoch, byte[] body) {
        byte[] record = new byte[Records.HEADER_BYTES + body.length];
        record[0] = (byte) type;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[4] = (byte) epoch;
        record[11] = (byte) (body.length >> 8);
        record[12] = (byte) body.length;
        System.arraycopy(body, 0, record, Records.HEADER_BYTES, body.length);
        return record;
    }

    private static void uint24(byte[] data, int at, int value) {
        data[at] = (byte) (value >> 16);
        data[at + 1] = (byte) (value >> 8);
        data[at + 2] = (byte) value;
    }

    private static byte[] join(byte[]... records) {
        var all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        return all.toByteArray();
    }
}
