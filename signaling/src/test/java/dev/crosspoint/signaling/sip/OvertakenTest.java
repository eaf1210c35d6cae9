package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A far end that has been asked for a transfer hangs up before it says what came of it. */
class OvertakenTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Future<Void>> CLOSING = new ArrayList<>();

    // T1 is what the wait is a multiple of: long enough for a machine with other work.
    private final Phone phone = Phone.open(VERTX, Phone.settings(500, Transport.UDP));
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

    /** A call whose far end has agreed to transfer it. */
    private RawCall ask() {
        RawCall talk =
                RawCall.outbound(
                        phone, peer, new Account(new Private("trunk"), new Private("secret")));
        phone.act(() -> talk.call().transfer(new Private("+4989555"), null));
        String refer = peer.receive("REFER");
        peer.send(peer.response(refer, "202 Accepted", "", "", ""));
        phone.expectRequest("OUTBOUND REFER 202");
        return talk;
    }

    private void expectProgress(int status) {
        assertThat(phone.expect(SipEvent.TransferProgress.class).status()).isEqualTo(status);
    }

    @Test
    void waitsForTheNewsThatAByeHasOvertaken() {
        RawCall talk = ask();
        talk.bye();
        peer.receive("SIP/2.0 200");
        talk.notify("terminated", "200 OK");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).endsWith("NOTIFY");
        expectProgress(200);
        assertThat(phone.expect(SipEvent.Ended.class).reason()).isEqualTo("far end hung up");
    }

    @Test
    void doesNotWaitForThemLong() {
        RawCall talk = ask();
        talk.notify("active", "180 Ringing");
        expectProgress(180);
        talk.bye();
        talk.notify("active", "183 Session Progress"); // does not prolong it
        expectProgress(183);
        expectProgress(202);
        phone.expect(SipEvent.Ended.class);
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).endsWith("NOTIFY");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).endsWith("BYE");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).endsWith("NOTIFY");
        // It is answered all the same: the far end need not worry.
        talk.notify("terminated", "200 OK");
        assertThat(RawPeer.header(peer.receive("SIP/2.0 200"), "CSeq")).endsWith("NOTIFY");
        phone.expectNothingMore();
    }

    @Test
    void hangsUpWhileItWaitsForThem() {
        RawCall talk = ask();
        talk.bye();
        phone.expectRequest("INBOUND BYE 200");
        phone.act(() -> talk.call().hangUp("done"));
        expectProgress(202);
        assertThat(phone.expect(SipEvent.Ended.class).reason()).isEqualTo("done");
        peer.receive("SIP/2.0 200");
        // Nobody hangs up on those who have hung up.
        talk.notify("terminated", "200 OK");
        assertThat(peer.receive("")).startsWith("SIP/2.0 200");
        phone.expectNothingMore();
    }

    @Test
    void hearsOnlyNewsFromThoseWhoHaveHungUp() {
        RawCall talk = ask();
        talk.bye();
        talk.request("UPDATE", RawCall.SDP, Phone.OTHER.value());
        peer.receive("SIP/2.0 481");
        talk.notify("terminated", "200 OK");
        expectProgress(200);
        phone.expect(SipEvent.Ended.class);
    }
}
