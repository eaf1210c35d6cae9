package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipFramerTest {
    private static final String ONE = "SIP/2.0 200 OK\r\nContent-Length: 4\r\n\r\nbody";
    private static final String TWO = "BYE sip:x SIP/2.0\r\nl:0\r\n\r\n";

    private final SipFramer framer = new SipFramer();
    private final List<String> found = new ArrayList<>();

    @Test
    void findsTwoMessagesInOnePiece() throws BadSip {
        accept(ONE + TWO);
        assertThat(found).containsExactly(ONE, TWO);
    }

    @Test
    void findsThemWhereverTheStreamIsCut() throws BadSip {
        byte[] all = ("\r\n\r\n" + ONE + "\r\n" + TWO).getBytes(UTF_8);
        for (int cut = 1; cut < all.length; cut++) {
            var cutHere = new SipFramer();
            found.clear();
            cutHere.accept(Arrays.copyOf(all, cut), this::take);
            cutHere.accept(Arrays.copyOfRange(all, cut, all.length), this::take);
            assertThat(found).containsExactly(ONE, TWO);
        }
    }

    @Test
    void waitsForABodyThatHasNotArrived() throws BadSip {
        accept(ONE.substring(0, ONE.length() - 1));
        assertThat(found).isEmpty();
        accept("y");
        assertThat(found).containsExactly(ONE);
    }

    @Test
    void givesUpAStreamWithoutLengths() {
        assertThatThrownBy(() -> accept("BYE sip:x SIP/2.0\r\n\r\n")).isInstanceOf(BadSip.class);
        assertThatThrownBy(() ->
                        new SipFramer().accept("x\r\nl: -1\r\n\r\n".getBytes(UTF_8), this::take))
                .isInstanceOf(BadSip.class);
    }

    @Test
    void keepsNoMoreThanAMessageMayBe() {
        assertThatThrownBy(() -> accept("x".repeat(SipMessage.MAX_LENGTH + 1)))
                .isInstanceOf(BadSip.class);
    }

    private void accept(String text) throws BadSip {
        framer.accept(text.getBytes(UTF_8), this::take);
    }

    private void take(byte[] message) {
        found.add(new String(message, UTF_8));
    }
}
