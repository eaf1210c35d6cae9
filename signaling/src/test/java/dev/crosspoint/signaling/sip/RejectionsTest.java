package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RejectionsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Rejections.Answer ANSWER = new Rejections.Answer(bytes("401"), from(5060));

    private final Rejections rejections = new Rejections();

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static InetSocketAddress from(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), port);
    }

    @Test
    void answersTheVerySameTheSameFor32Seconds() {
        long now = Long.MAX_VALUE - SECOND;
        rejections.keep(from(1), bytes("INVITE"), ANSWER, now);
        assertThat(rejections.find(from(1), bytes("INVITE"), now + 31 * SECOND)).contains(ANSWER);
        assertThat(rejections.find(from(1), bytes("INVITE"), now + 32 * SECOND)).isEmpty();
    }

    @Test
    void looksAtEverythingElseAnew() {
        rejections.keep(from(1), bytes("INVITE"), ANSWER, 0);
        assertThat(rejections.find(from(2), bytes("INVITE"), 0)).isEmpty();
        assertThat(rejections.find(from(1), bytes("INVITE "), 0)).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenThereAreMany() {
        for (int i = 0; i < Rejections.MAX; i++) {
            rejections.keep(from(1), bytes("INVITE " + i), ANSWER, 0);
        }
        assertThat(rejections.find(from(1), bytes("INVITE 0"), 0)).isPresent();
        rejections.keep(from(1), bytes("one more"), ANSWER, 0);
        assertThat(rejections.find(from(1), bytes("INVITE 0"), 0)).isPresent();
        assertThat(rejections.find(from(1), bytes("INVITE 1"), 0)).isEmpty();
    }
}
