package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.crosspoint.gateway.peer.Coturn;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.tls.TlsIdentity;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents whose networks let nothing through but a TURN server, which is Debian's coturn. */
class TurnIT {
    private static final String SECRET = "south-by-southwest-wind";
    private static final String NEXT_SECRET = "north-by-northeast-wind";

    /** The gateway looks at its files every 5 s, and twice. */
    private static final int RENEWAL_LIMIT_S = 40;

    /** The page has 10 s of its own; the rest is this machine's. */
    private static final int PREFLIGHT_LIMIT_MS = 20_000;

    @TempDir private static Path folder;

    private static Coturn turn;
    private static Outpost outpost;
    private static Path secretFile;

    @BeforeAll
    static void start() throws Exception {
        turn = Coturn.start(folder.resolve("turn"), List.of(SECRET, NEXT_SECRET), identity());
        secretFile = Files.writeString(folder.resolve("turn-secret"), SECRET + "\n");
        outpost =
                Outpost.start(
                        folder,
                        Outpost.Setup.usual(
                                "turn: { urls: [\"%s\"], secretFile: %s }"
                                        .formatted(
                                                String.join("\", \"", turn.urls()), secretFile)));
    }

    private static Path identity() throws IOException {
        var names = List.of(Peers.address());
        var identity = TlsIdentity.selfSigned(names, Instant.now(), new SecureRandom());
        return Files.writeString(
                folder.resolve("turn.pem"), identity.certificatePem() + identity.keyPem());
    }

    @AfterAll
    static void stop() {
        try (var _ = turn;
                var _ = outpost) {
            // both, whatever the other does
        }
    }

    @Test
    void talksByARelayThatIsReachedByUdp() throws Exception {
        talks("udp", turn.urls().get(0));
    }

    @Test
    void talksByARelayThatIsReachedByTcp() throws Exception {
        talks("tcp", turn.urls().get(1));
    }

    @Test
    void talksByARelayThatIsReachedByTls() throws Exception {
        talks("tls", turn.urls().get(2));
    }

    @Test
    void findsInTheCheckThatOnlyTheRelayIsReached() throws Exception {
        var page = outpost.page(relaysOnly(turn.urls().get(2)));
        page.the("open-settings").click();
        page.the("preflight").click();

        var inTime = new LocatorAssertions.ContainsTextOptions().setTimeout(PREFLIGHT_LIMIT_MS);
        assertThat(page.the("preflight-verdict"))
                .containsText("Calls work, but only by way of the relay", inTime);
        assertThat(page.the("preflight-relayed")).containsText("nothing lost");
        assertThat(page.the("preflight-direct")).containsText("blocked");
        assertThat(page.the("preflight-tcp")).containsText("blocked");
        page.the("settings-close").click();
    }

    @Test
    void talksByARelayInFirefox() throws Exception {
        var relaysOnly = Map.<String, Object>of("media.peerconnection.ice.relay_only", true);
        try (var page = FirefoxPage.open(folder.resolve("firefox"), outpost, relaysOnly);
                var customer = outpost.call()) {
            page.answer();

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(page.stats().getString("local")).isEqualTo("relay");

            page.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void takesAnotherSecretOnceItsFileHasOne() throws Exception {
        Files.writeString(secretFile, NEXT_SECRET + "\n");
        awaitRenewal();

        var vertx = Vertx.vertx();
        try (var desk = BareDesk.open(vertx, outpost.httpsPort())) {
            var relay = desk.session().getJsonArray("iceServers").getJsonObject(0);
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(NEXT_SECRET.getBytes(UTF_8), "HmacSHA1"));
            var password = mac.doFinal(relay.getString("username").getBytes(UTF_8));
            assertThat(relay.getString("credential"))
                    .isEqualTo(Base64.getEncoder().encodeToString(password));
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static void awaitRenewal() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RENEWAL_LIMIT_S);
        while (outpost.metrics().open("crosspoint_secrets_renewed_total").isEmpty()) {
            assertThat(System.nanoTime() - deadline).as("renewed in time").isNegative();
            // It tells nobody but its meters.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private static void talks(String transport, String url) throws Exception {
        var page = outpost.page(relaysOnly(url));
        try (var customer = outpost.call()) {
            page.answer();

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(path(page)).containsEntry("type", "relay").containsEntry("by", transport);

            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
        }
        var users = Pattern.compile("user <([^>]*)>").matcher(turn.log()).results();
        assertThat(users.map(user -> user.group(1)).distinct())
                .as("who used the relay, by its log")
                .filteredOn(user -> !user.isEmpty())
                .isNotEmpty()
                .allMatch(user -> user.matches("[0-9]{10}:[0-9a-f]{16}"));
        assertThat(turn.log()).doesNotContain(Rig.AGENT, Rig.AGENT_NAME);
        assertThat(outpost.gateway().log()).doesNotContain(SECRET, NEXT_SECRET, "turn:");
    }

    /** For a browser that may use nothing but relays, and of those only what is reached one way. */
    private static String relaysOnly(String wanted) {
        return """
        {
          const Any = window.RTCPeerConnection;
          window.RTCPeerConnection = class extends Any {
            constructor(config) {
              const iceServers = config.iceServers.map(server => (
                { ...server, urls: server.urls.filter(url => url === '%s') }));
              super({ ...config, iceServers, iceTransportPolicy: 'relay' });
            }
          };
        }
        """
                .formatted(wanted);
    }

    /** The page's own end of the path that its audio takes. */
    @SuppressWarnings("unchecked") // the shape of the answer of the script
    private static Map<String, Object> path(AgentPage page) {
        return (Map<String, Object>)
                page.page()
                        .evaluate(
                                """
                                async () => {
                                  // The phone may seek another way for a moment.
                                  for (let looks = 0; looks < 100; looks++) {
                                    for (const pc of window.__connections.toReversed()) {
                                      const stats = [...(await pc.getStats()).values()];
                                      const pair = stats.find(s => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded');
                                      const local = pair && stats.find(s => s.id === pair.localCandidateId);
                                      if (local) return { type: local.candidateType, by: local.relayProtocol };
                                    }
                                    await new Promise(resolve => setTimeout(resolve, 100));
                                  }
                                  return { type: 'none', by: 'none' };
                                }
                                """);
    }
}
