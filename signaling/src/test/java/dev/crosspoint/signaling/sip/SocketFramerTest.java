package dev.crosspoint.signaling.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.sip.SocketFramer.Frame;
import org.junit.jupiter.api.Test;

class SocketFramerTest {
    private final SocketFramer framer = new SocketFramer();

    @Test
    void takesEachWebSocketMessageForOne() {
        assertThat(message(framer.next("OPTIONS".getBytes(UTF_8), true))).isEqualTo("OPTIONS");
        assertThat(framer.next("OPT".getBytes(UTF_8), false)).isEqualTo(new Frame.Nothing());
        assertThat(framer.next("IO".getBytes(UTF_8), false)).isEqualTo(new Frame.Nothing());
        assertThat(message(framer.next("NS".getBytes(UTF_8), true))).isEqualTo("OPTIONS");
    }

    /** RFC 5626 4.4.1. */
    @Test
    void knowsLineBreaksThatKeepItOpen() {
        assertThat(framer.next("\r\n\r\n".getBytes(UTF_8), true)).isEqualTo(new Frame.Ping());
        assertThat(framer.next("\r\n".getBytes(UTF_8), true)).isEqualTo(new Frame.Nothing());
        assertThat(framer.next(new byte[0], true)).isEqualTo(new Frame.Nothing());
    }

    @Test
    void refusesWhatIsLongerThanAnyMessage() {
        byte[] half = new byte[SocketFramer.MAX_BYTES / 2 + 1];
        assertThat(framer.next(half, false)).isEqualTo(new Frame.Nothing());
        assertThat(framer.next(half, true)).isEqualTo(new Frame.TooLong());
        assertThat(message(framer.next("A".getBytes(UTF_8), true))).isEqualTo("A");
    }

    private static String message(Frame frame) {
        assertThat(frame).isInstanceOf(Frame.Message.class);
        return new String(((Frame.Message) frame).bytes(), UTF_8);
    }
}
