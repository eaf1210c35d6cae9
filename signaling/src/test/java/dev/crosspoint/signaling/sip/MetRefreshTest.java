package dev.crosspoint.signaling.sip;

import dev.crosspoint.signaling.api.SignalingConfig.Transport;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refresh of ours that meets a request of the far end, which answers 491. */
class MetRefreshTest {

    private static final String SDP = "Content-Type: application/sdp";
    private static final String OFFER = Phone.OFFER.value();

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Phone.await(vertx.close());
    }

    private static String callIdOf(RawPeer caller) {
        return "met-" + caller.port();
    }

    @Test
    void isMadeAWhileLaterByUpdateAndByOffer() {
        var settings =
                new SipSettings(
                        "127.0.0.1", "127.0.0.1", Set.of(Transport.UDP), 0, 0, null, 200, 1, 1800);
        try (var keen = Phone.open(vertx, settings);
                var updated = new RawPeer(keen.port(Transport.UDP));
                var invited = new RawPeer(keen.port(Transport.UDP))) {
            // 24 s: refreshed after 12, over after 16, and 0 to 2 in between (RFC 3261 14.1).
            String timer = "\nSession-Expires: 24;refresher=uas";
            var peers =
                    Map.of(updated, SDP + "\nAllow: INVITE, UPDATE" + timer, invited, SDP + timer);
            peers.forEach((caller, extra) -> {
                caller.send(caller.request("INVITE", callIdOf(caller), "", 1, extra, OFFER));
                SipCall call = keen.next(SipEvent.Arrived.class).call();
                keen.act(() -> call.answer(Phone.ANSWER));
                String tag = RawPeer.toTag(caller.receive("SIP/2.0 200"));
                caller.send(caller.request("ACK", callIdOf(caller), tag, 1, "", ""));
                keen.expect(SipEvent.Confirmed.class);
            });

            var refreshes = Map.of(updated, "UPDATE", invited, "INVITE");
            refreshes.forEach((caller, method) -> {
                String first = caller.receive(method);
                caller.send(caller.response(first, "491 Request Pending", "", "", ""));
            });
            refreshes.forEach((caller, method) -> {
                String second = caller.receive(method);
                while (RawPeer.header(second, "CSeq").startsWith("1 ")) {
                    second = caller.receive(method); // repeated before its answer was there
                }
                caller.send(
                        caller.response(
                                second,
                                "200 OK",
                                "",
                                "Session-Expires: 24;refresher=uac\n" + SDP,
                                OFFER));
                keen.expectRequest("OUTBOUND " + method + " 200");
            });
            keen.expectNothingMore();
        }
    }
}
