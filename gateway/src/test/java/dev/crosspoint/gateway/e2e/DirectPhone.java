package dev.crosspoint.gateway.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.e2e.BareDesk.Taken;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;

/** The softphone with a socket of its own at {@code /rtc}, as connect-rtc-js uses it. */
final class DirectPhone {
    /** What the library adds at the end of the browser's offer. */
    private static final String LIBRARY_LINES =
            "a=fmtp:111 usedtx=0;minptime=20;useinbandfec=1\r\na=ptime:20\r\na=maxptime:20\r\n";

    /** What Chromium sends for its host address: the gateway need not, and cannot, resolve it. */
    private static final String HOST_CANDIDATE =
            "candidate:1 1 udp 2113937151 7f4d1c9e-2b6a-4d0f-9a34-5d1f0c8e7b21.local 54321 typ host"
                    + " generation 0 ufrag wire network-cost 999";

    private DirectPhone() {}

    /** Opens the URL that the library would. */
    static JsonRpcSocket open(Vertx vertx, int port, Taken contact, String tokenName, String token)
            throws Exception {
        return JsonRpcSocket.open(
                vertx,
                port,
                "/rtc?callId="
                        + URLEncoder.encode(contact.contactId(), UTF_8)
                        + "&"
                        + tokenName
                        + "="
                        + URLEncoder.encode(token, UTF_8));
    }

    /** Sends the offer; of the result it uses what the library does: the candidates beside it. */
    static void invite(JsonRpcSocket socket, Taken contact, WirePhone phone)
            throws InterruptedException {
        var candidate =
                new JsonObject()
                        .put("candidate", HOST_CANDIDATE)
                        .put("sdpMid", "0")
                        .put("sdpMLineIndex", 0)
                        .put("usernameFragment", "wire");
        JsonObject result =
                socket.request(
                        "invite",
                        new JsonObject()
                                .put("sdp", phone.offer() + LIBRARY_LINES)
                                .put("candidates", new JsonArray().add(candidate))
                                .put("callContextToken", contact.contactToken()));
        JsonObject theirs = result.getJsonArray("candidates").getJsonObject(0);
        assertThat(theirs.getInteger("sdpMLineIndex")).isZero();
        phone.connect(theirs.getString("candidate") + "\r\n" + result.getString("sdp"));
    }
}
