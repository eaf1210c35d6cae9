package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a REFER may name, from the wire to the event, and whom it may not. */
class ReferTargetTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();
    private static final String TARGET = "<sip:+4989555@pbx.example>";

    private final Phone phone = Phone.open(VERTX, Phone.settings(Transport.UDP));
    private final RawPeer peer = new RawPeer(phone.port(Transport.UDP));

    @AfterEach
    void close() {
        phone.closeSoon(CLOSING, peer);
    }

    @AfterAll
    static void closeVertx() {
        Phone.await(Future.join(CLOSING));
        Phone.await(VERTX.close());
    }

    private RawCall talk() {
        return RawCall.inbound(phone, peer, "refer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<sip:%2B4989555@h;user=phone> | +4989555",
                "sip:4989555@h | 4989555",
                "\"Bob <b>\" <sips:bob:secret@h:5061?X=1&Y=2> | bob",
                "<sip:+4989555;ext=7;npdi@h> | +4989555",
                "<tel:+49-89-555;phone-context=x> | +49-89-555",
                "<sip:b%C3%BCro@h;method=INVITE> | büro",
                "<SIP:1000@h>;tag=1 | 1000"
            })
    void readsWhomToCall(String referTo, String target) {
        RawCall talk = talk();
        talk.refer(referTo);
        var requested = phone.expect(SipEvent.TransferRequested.class);
        assertThat(requested.target().value()).isEqualTo(target);
        assertThat(requested.toString()).doesNotContain(target);
        phone.act(() -> talk.call().refuseTransfer(603, "test"));
        peer.receive("SIP/2.0 603");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Refer-To: <sip:a@h>\nRefer-To: <sip:b@h>",
                "Refer-To: <sip:a@h>, <sip:b@h>",
                "Refer-To:",
                "Refer-To: <>",
                "Refer-To: nobody",
                "Refer-To: <sip:h>",
                "Refer-To: <sip:@h>",
                "Refer-To: <sip:a@h",
                "Refer-To: <http://h/>",
                "Refer-To: <tel:>",
                "Refer-To: <tel:call-me>",
                "Refer-To: sip:a@h?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2",
                "Refer-To: <sip:a%00b@h>",
                "Refer-To: <sip:a%0d%0aEvil@h>",
                "Refer-To: <sip:a%ff@h>",
                "Refer-To: <sip:a%zz@h>",
                "Refer-To: <sip:a@h;method=BYE>",
                "Refer-To: <sip:a@h?X=%0a>",
                "Refer-To: <sip:a@h?Replaces=>",
                "Refer-To: <sip:a@h?Replaces=x>",
                "Refer-To: <sip:a@h?Replaces=x%3Bto-tag%3D1>",
                "Refer-To: <sip:a@h?Replaces=x%3Bto-tag%3D1%3Bto-tag%3D1%3Bfrom-tag%3D2>",
                "Refer-To: <sip:a@h?Replaces=x%0d%3Bto-tag%3D1%3Bfrom-tag%3D2>",
                "Refer-To: <sip:a@h>\nReplaces: x;to-tag=1;from-tag=2"
            })
    void refusesWhatCannotBeCalled(String fields) {
        RawCall talk = talk();
        talk.request("REFER", fields, "");
        peer.receive("SIP/2.0 400");
        // It does no harm: the next one is heard.
        talk.refer(TARGET);
        phone.expect(SipEvent.TransferRequested.class);
        phone.expectNothingMore();
    }

    @Test
    void refusesAnythingLongerThanNumbersAre() {
        RawCall talk = talk();
        talk.refer("<sip:" + "9".repeat(2100) + "@h>");
        peer.receive("SIP/2.0 400");
        var headers = IntStream.range(0, 17).mapToObj(i -> "H" + i + "=1");
        talk.refer("<sip:1@h?" + headers.collect(Collectors.joining("&")) + ">");
        peer.receive("SIP/2.0 400");
        phone.expectNothingMore();
    }

    @Test
    void takesTheShortNamesOfHeaderFields() {
        RawCall talk = talk();
        // JAIN-SIP does not know "b" although it says so.
        talk.request("REFER", "r: " + TARGET + "\nb : <sip:boss@pbx.example>", "");
        phone.expect(SipEvent.TransferRequested.class);
    }
}
