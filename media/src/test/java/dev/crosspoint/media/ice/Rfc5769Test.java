package dev.crosspoint.media.ice;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The short-term vectors of RFC 5769, read and written. They pad with spaces; we pad with zeros.
 */
class Rfc5769Test {
    private static final byte[] REQUEST =
            hex(
                    """
                    00010058 2112a442 b7e7a701bc34d686fa87dfae
                    80220010 5354554e207465737420636c69656e74
                    00240004 6e0001ff
                    80290008 932ff9b151263b36
                    00060009 6576746a3a68367659202020
                    00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
                    80280004 e57a3bcf
                    """);
    private static final byte[] RESPONSE_V4 =
            hex(
                    """
                    0101003c 2112a442 b7e7a701bc34d686fa87dfae
                    8022000b 7465737420766563746f7220
                    00200008 0001a147e112a643
                    00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7
                    80280004 c07d4c96
                    """);
    private static final byte[] RESPONSE_V6 =
            hex(
                    """
                    01010048 2112a442 b7e7a701bc34d686fa87dfae
                    8022000b 7465737420766563746f7220
                    00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9
                    00080014 a382954e4be67bf11784c97c8292c275bfe3ed41
                    80280004 c8fb0b4c
                    """);
    private static final int SOFTWARE = 0x8022;
    private static final byte[] TRANSACTION_ID = hex("b7e7a701bc34d686fa87dfae");
    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
    private static final StunKey KEY = new StunKey(PASSWORD);

    @Test
    void readsTheSampleRequest() {
        var message = read(REQUEST);
        assertThat(message.isBindingRequest()).isTrue();
        assertThat(message.controlled()).isTrue();
        assertThat(message.controlling()).isFalse();
        assertThat(message.useCandidate()).isFalse();
        assertThat(message.usernameStartsWith("evtj:h6vY".getBytes(US_ASCII))).isTrue();
        assertThat(message.unknownRequired()).isZero();
        assertThat(IceLite.localUfragOf(REQUEST, 0, REQUEST.length)).isEqualTo("evtj");
    }

    @Test
    void readsTheSampleResponses() {
        assertThat(read(RESPONSE_V4).isBindingSuccess()).isTrue();
        assertThat(read(RESPONSE_V6).isBindingSuccess()).isTrue();
    }

    @Test
    void writesTheSampleRequestByteForByte() {
        var writer =
                new StunWriter()
                        .beginRequest(TRANSACTION_ID)
                        .attribute(SOFTWARE, "STUN test client".getBytes(US_ASCII), 16)
                        .priority(0x6E0001FF)
                        .controlled(0x932FF9B151263B36L)
                        .username("evtj:h6vY");
        padWithSpaces(writer, 3);
        assertThat(ControllingPeer.bytes(writer.integrity(KEY).fingerprint())).isEqualTo(REQUEST);
    }

    @Test
    void writesTheIpv4ResponseByteForByte() throws UnknownHostException {
        assertThat(response("192.0.2.1")).isEqualTo(RESPONSE_V4);
    }

    @Test
    void writesTheIpv6ResponseByteForByte() throws UnknownHostException {
        assertThat(response("2001:db8:1234:5678:11:2233:4455:6677")).isEqualTo(RESPONSE_V6);
    }

    @Test
    void answersTheSampleRequestWithRoleConflict() {
        var agent =
                new IceLite(
                        new IceCredentials("evtj", PASSWORD),
                        new IceCredentials("h6vY", "any/password/of/the/peer"));
        var verdict =
                agent.onStun(
                        REQUEST, 0, REQUEST.length, InetSocketAddress.createUnresolved("p", 9), 0);
        assertThat(verdict).isEqualTo(StunVerdict.ROLE_CONFLICT);
    }

    private static byte[] response(String mapped) throws UnknownHostException {
        var request = read(REQUEST);
        var writer =
                new StunWriter()
                        .beginAnswer(Stun.BINDING_SUCCESS, request)
                        .attribute(SOFTWARE, "test vector".getBytes(US_ASCII), 11);
        padWithSpaces(writer, 1);
        writer.xorMappedAddress(new InetSocketAddress(InetAddress.getByName(mapped), 32853));
        return ControllingPeer.bytes(writer.integrity(KEY).fingerprint());
    }

    private static StunMessage read(byte[] data) {
        var message = new StunMessage();
        assertThat(message.wrap(data, 0, data.length)).isTrue();
        assertThat(message.fingerprintHolds()).isTrue();
        assertThat(message.integrityHolds(KEY)).isTrue();
        assertThat(message.integrityHolds(new StunKey(PASSWORD + "x"))).isFalse();
        return message;
    }

    private static void padWithSpaces(StunWriter writer, int padding) {
        for (int i = writer.length() - padding; i < writer.length(); i++) {
            writer.array()[i] = ' ';
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
