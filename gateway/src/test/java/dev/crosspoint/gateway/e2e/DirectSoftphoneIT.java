package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.microsoft.playwright.Page;
import dev.crosspoint.gateway.e2e.BareDesk.Taken;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The softphone with a socket of its own at {@code /rtc}, in the frames of connect-rtc-js 1.3.2,
 * beside a desk that only takes contacts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectSoftphoneIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.of("quality");

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** A client of connect-rtc-js gives up waiting for the answer to its bye after this. */
    private static final double BYE_LIMIT_MS = 2000;

    /** Looks of half a second before a tone is given up. */
    private static final int TONE_TRIES = 40;

    private final Vertx vertx = Vertx.vertx();
    private Rig rig;
    private BareDesk desk;

    @BeforeEach
    void signIn(Rig running) throws Exception {
        rig = running;
        desk = BareDesk.open(vertx, rig.httpsPort());
    }

    @AfterEach
    void leave() {
        desk.close();
    }

    @AfterAll
    void stop() throws Exception {
        var _ = vertx.close().await();
    }

    @Test
    void talksKeepsItsAudioWhenItsSocketIsCutAndHangsUp() throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE);
                var phone = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ)) {
            Taken contact = desk.take();
            JsonRpcSocket first = open(contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(first, contact, phone);
            assertThat(first.request("accept", new JsonObject())).isEqualTo(new JsonObject());
            String clientToken = clientToken(first);
            audio.awaitTone(Rig.AGENT_HZ);
            awaitTone(phone, Rig.CUSTOMER_HZ);

            long missedByCustomer = audio.missing();
            long missedByAgent = phone.missing();
            audio.watchGaps();
            rig.proxy().cut();
            first.awaitClosed();
            audio.awaitHeard(audio.heardMs() + 2000, 10_000);
            JsonRpcSocket second = open(contact, "clientToken", clientToken);
            assertThat(clientToken(second)).isNotBlank().isNotEqualTo(clientToken);
            audio.awaitHeard(audio.heardMs() + 2000, 10_000);
            assertThat(audio.missing()).isEqualTo(missedByCustomer);
            assertThat(audio.longestGapMs()).isLessThan(RtpProbe.STALL_MS);
            assertThat(phone.missing()).isEqualTo(missedByAgent);
            audio.awaitTone(Rig.AGENT_HZ);
            awaitTone(phone, Rig.CUSTOMER_HZ);

            long askedNanos = System.nanoTime();
            assertThat(
                            second.request(
                                    "bye",
                                    new JsonObject()
                                            .put("callContextToken", contact.contactToken())))
                    .isEqualTo(new JsonObject());
            assertThat((System.nanoTime() - askedNanos) / 1e6).isLessThan(BYE_LIMIT_MS);
            second.close();
            sipp.awaitSuccess(LIMIT);
            assertThat(desk.await("contact.ended").getString("reason")).isEqualTo("agent-hung-up");
        }
    }

    @Test
    void isToldByARequestWhenTheCustomerHangsUp() throws Exception {
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.HANGS_UP);
                var phone = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ)) {
            Taken contact = desk.take();
            JsonRpcSocket socket = open(contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(socket, contact, phone);
            var _ = socket.request("accept", new JsonObject());
            audio.awaitTone(Rig.AGENT_HZ);

            sipp.goOn();
            JsonObject bye = socket.awaitMethod("bye");
            assertThat(bye.getValue("id")).isNotNull();
            socket.send(
                    new JsonObject()
                            .put("jsonrpc", "2.0")
                            .put("result", new JsonObject())
                            .put("id", bye.getValue("id")));
            socket.close();

            sipp.awaitSuccess(LIMIT);
            assertThat(desk.await("contact.ended").getString("reason"))
                    .isEqualTo("customer-hung-up");
        }
    }

    /**
     * The library itself, unmodified, in Chromium, on the gateway's own page with nobody signed in.
     * Give its bundle ({@code release/connect-rtc.js} of its repository) with {@code
     * -Dconnect.rtc.bundle=<file>}; without it this test is skipped.
     */
    @Test
    void servesTheUnmodifiedLibraryInChromium() throws Exception {
        Page page = pageWithLibrary();
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            Taken contact = desk.take();
            page.evaluate(
                    """
                    ([uri, token, contactId]) => new Promise((done, fail) => {
                      const entry = new Proxy(() => entry, { get: () => entry });
                      const logger = { log: entry, info: entry, warn: entry, error: entry };
                      const session = new connect.RTCSession(uri, [], token, logger, contactId);
                      session.remoteAudioElement = document.createElement('audio');
                      session.onSessionConnected = () => done();
                      session.onSessionFailed = (_, reason) => fail(new Error(String(reason)));
                      window.session = session;
                      session.connect(new RTCPeerConnection());
                    })
                    """,
                    List.of(
                            "wss://127.0.0.1:" + rig.proxy().port() + "/rtc",
                            contact.contactToken(),
                            contact.contactId()));
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);

            page.evaluate("() => { window.session.hangup(); }");
            sipp.awaitSuccess(LIMIT);
        }
    }

    /** Likewise, with a desktop of its own whose socket carries the softphone too. */
    @Test
    void servesTheUnmodifiedLibraryOnTheDesktopsSocket() throws Exception {
        Page page = pageWithLibrary();
        page.evaluate(RigSettings.resource("topic.js"), List.of(Rig.AGENT, Rig.PASSWORD));
        try (var audio = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp = rig.callFromSipp("u1", audio, Sipp.Ending.WAITS_FOR_BYE)) {
            page.evaluate("() => window.connected");
            rig.page().awaitHears(Rig.CUSTOMER_HZ);
            audio.awaitTone(Rig.AGENT_HZ);

            page.evaluate("() => { window.session.hangup(); }");
            sipp.awaitSuccess(LIMIT);
        }
    }

    private Page pageWithLibrary() {
        String bundle = System.getProperty("connect.rtc.bundle", "");
        assumeFalse(bundle.isEmpty(), "-Dconnect.rtc.bundle names no connect-rtc-js");
        Page page = rig.page().page();
        page.addInitScript(Path.of(bundle));
        page.reload();
        return page;
    }

    private JsonRpcSocket open(Taken contact, String tokenName, String token) throws Exception {
        return DirectPhone.open(vertx, rig.proxy().port(), contact, tokenName, token);
    }

    private static String clientToken(JsonRpcSocket socket) throws InterruptedException {
        JsonObject renewal = socket.awaitMethod("renewClientToken");
        assertThat(renewal.containsKey("id")).isFalse();
        return renewal.getJsonObject("params").getString("clientToken");
    }

    /** Waits until half a second of what the agent hears is nothing but a tone. */
    private static void awaitTone(WirePhone phone, double hz) throws InterruptedException {
        double share = 0;
        for (int i = 0; i < TONE_TRIES; i++) {
            phone.awaitHeard(phone.heardMs() + 500);
            float[] last = phone.heardLast(500);
            double all = Tone.rms(last, 0, last.length) * Math.sqrt(2);
            share = all == 0 ? 0 : Tone.amplitude(last, phone.rateHz(), hz) / all;
            if (share > 0.9) {
                return;
            }
        }
        throw new AssertionError("only " + share + " of what the agent hears is " + hz + " Hz");
    }
}
