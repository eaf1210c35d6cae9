package dev.crosspoint.loadtest.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipMessageTest {
    @Test
    void readsAResponse() throws BadSip {
        var message =
                read(
                        "SIP/2.0 200 OK\r\nv: SIP/2.0/UDP a\r\nVia: SIP/2.0/UDP b\r\ni: call\r\nCSeq: 7 INVITE\r\nSubject: a\r\n  folded\r\n\r\nbody");
        assertThat(message.isResponse()).isTrue();
        assertThat(message.status()).isEqualTo(200);
        assertThat(message.values("via")).containsExactly("SIP/2.0/UDP a", "SIP/2.0/UDP b");
        assertThat(message.callId()).isEqualTo("call");
        assertThat(message.sequence()).isEqualTo(7);
        assertThat(message.sequenceMethod()).isEqualTo("INVITE");
        assertThat(message.value("subject")).isEqualTo("a folded");
        assertThat(message.body()).isEqualTo("body");
    }

    @Test
    void readsWhomItIsFor() throws BadSip {
        assertThat(
                        read("INVITE sip:x SIP/2.0\r\nTo: <sip:+49310000001@h:5060>;tag=a\r\n\r\n")
                                .dialled())
                .isEqualTo("+49310000001");
        assertThat(read("INVITE sip:x SIP/2.0\r\nt: <tel:+4931>\r\n\r\n").dialled()).isEmpty();
        assertThat(read("INVITE sip:x SIP/2.0\r\nTo: sip:\r\n\r\n").dialled()).isEmpty();
    }

    @Test
    void readsARequestWithoutABody() throws BadSip {
        var message = read("OPTIONS sip:x SIP/2.0\r\nCall-ID: c\r\n\r\n");
        assertThat(message.method()).isEqualTo("OPTIONS");
        assertThat(message.isResponse()).isFalse();
        assertThat(message.body()).isEmpty();
        assertThat(message.sequence()).isEqualTo(-1);
    }

    @Test
    void showsNothingOfWhatItSays() throws BadSip {
        var message = read("INVITE sip:+4930123 SIP/2.0\r\nFrom: +4930456\r\n\r\nsecret");
        assertThat(message.toString()).doesNotContain("30", "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "INVITE sip:x SIP/2.0\r\nno end",
                "SIP/2.0 abc OK\r\n\r\n",
                "SIP/2.0 999 OK\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "INVITE sip:x SIP/2.0\r\n: nameless\r\n\r\n",
                "INVITE sip:x SIP/2.0\r\n folded first\r\n\r\n",
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(BadSip.class);
    }

    private static SipMessage read(String text) throws BadSip {
        byte[] bytes = text.getBytes(UTF_8);
        return SipMessage.read(bytes, bytes.length);
    }
}
