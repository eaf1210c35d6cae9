package dev.crosspoint.gateway.examination;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StunProbeTest {
    /** RFC 5769 2.2 and 2.3: the answers of the test vectors. */
    private static final byte[] ID = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");

    private static final String IPV4 =
            "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
                    + "002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
                    + "80280004c07d4c96";
    private static final String IPV6 =
            "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220"
                    + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf1"
                    + "1784c97c8292c275bfe3ed4180280004c8fb0b4c";

    @Test
    void readsTheVectorsOfRfc5769() {
        assertThat(mapped(IPV4)).isEqualTo(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(mapped(IPV6))
                .isEqualTo(InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"));
    }

    @Test
    void takesNoAnswerToAnotherQuestion() {
        var other = ID.clone();
        other[3]++;
        assertThat(StunProbe.mapped(ByteBuffer.wrap(HexFormat.of().parseHex(IPV4)), other))
                .isNull();
    }

    @Test
    void survivesAnything() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = HexFormat.of().parseHex(random.nextBoolean() ? IPV4 : IPV6);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            var _ = StunProbe.mapped(ByteBuffer.wrap(bytes, 0, random.nextInt(bytes.length)), ID);
        }
    }

    private static @Nullable InetAddress mapped(String hex) {
        return StunProbe.mapped(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), ID);
    }
}
