package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.hostile.Flood;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People go on talking while somebody throws all sorts of packets at every open port: strangers,
 * somebody with the address of a trunk, and somebody with the address and port of either end of the
 * call.
 */
@SuppressWarnings("NullAway.Init") // JUnit's
class HostileIT {
    private static final String LOSS = "crosspoint_leg_loss_percent";

    private static final long SEED = 20_261_128;

    /** Datagrams a second. */
    private static final int PER_SECOND = Integer.getInteger("flood.perSecond", 10_000);

    /** For so long at once. */
    private static final int SECONDS = 10;

    /**
     * A machine that sends less has not shown that the gateway bears as much: it tries again, and
     * after that the test fails and says so.
     */
    private static final double LEAST_PACE = 0.9;

    private static final int TRIES = 3;

    /** Share of packets that a call may lose. */
    private static final double MOST_LOST = 0.001;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();

    @TempDir private Path folder;

    @AfterEach
    void stop() throws Exception {
        var _ = vertx.close().await();
    }

    @Test
    void losesNothingOfACallInAFlood() throws Exception {
        try (var rig = Rig.start(folder, "quality");
                var desk = BareDesk.open(vertx, rig.httpsPort());
                var customer = RtpProbe.open("127.0.0.1", Rig.CUSTOMER_HZ);
                var sipp =
                        rig.callFromSipp("u1", Rig.DIALLED, customer, Sipp.Ending.WAITS_FOR_BYE);
                var agent = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ);
                var flood = Flood.of(vertx, SEED, "127.0.0.1")) {
            var contact = desk.take();
            var socket =
                    DirectPhone.open(
                            vertx, rig.httpsPort(), contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(socket, contact, agent);
            var _ = socket.request("accept", new JsonObject());
            customer.awaitTone(Rig.AGENT_HZ);
            long packets = customer.packets();
            long missing = customer.missing() + agent.missing();
            int agentHeardMs = agent.heardMs();
            var before = Metrics.of(rig.httpsPort());

            var sent = new ArrayList<Flood.Sent>();
            do {
                sent.add(
                        flood.send(
                                        (long) SECONDS * PER_SECOND,
                                        PER_SECOND,
                                        () -> at(customer, agent, rig))
                                .await(LIMIT.toSeconds(), TimeUnit.SECONDS));
            } while (sent.getLast().perSecond() < LEAST_PACE * PER_SECOND && sent.size() < TRIES);

            double talk = customer.packets() - packets;
            double lost = (customer.missing() + agent.missing() - missing) / (2 * talk);
            double agentHeard = agent.heardMs() - agentHeardMs;
            var after = Metrics.of(rig.httpsPort());
            double unheard =
                    after.since(before, LOSS + "_sum") / after.since(before, LOSS + "_count");
            System.out.printf(
                    "hostile packets: %s; of %.0f packets each way %.4f lost from the gateway, %.4f"
                            + " to it%n",
                    sent, talk, lost, unheard / 100);
            assertThat(sent.getLast().perSecond())
                    .as("datagrams a second, for %s s; fewer show nothing", SECONDS)
                    .isGreaterThan(LEAST_PACE * PER_SECOND);
            assertThat(talk).as("packets that the customer got").isGreaterThan(40 * SECONDS);
            assertThat(lost).as("lost of what the gateway sends").isLessThanOrEqualTo(MOST_LOST);
            assertThat(unheard / 100).as("lost of what it is sent").isLessThanOrEqualTo(MOST_LOST);
            assertThat(agentHeard).isGreaterThan(800 * SECONDS);

            // SIP waits in line.
            Soon.until(
                    "the counters tell of all that was refused",
                    () -> new Refused(before, Metrics.of(rig.httpsPort())).isWhole());
            new Refused(before, Metrics.of(rig.httpsPort())).tellsOf(sent);
            assertThat(Metrics.of(rig.httpsPort()).total("crosspoint_calls_active")).isOne();
            customer.awaitTone(Rig.AGENT_HZ);
            var bye = new JsonObject().put("callContextToken", contact.contactToken());
            var _ = socket.request("bye", bye);
            sipp.awaitSuccess(LIMIT);
        }
    }

    /** All of the gateway's that the call uses, and the sockets of both its ends. */
    private static Flood.Targets at(RtpProbe customer, WirePhone agent, Rig rig) {
        var rtp = customer.gateway();
        return new Flood.Targets(
                List.of(
                        agent.gateway(),
                        rtp,
                        new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1)),
                List.of(
                        agent::lend,
                        (data, length) -> customer.lend(false, data, length),
                        (data, length) -> customer.lend(true, data, length)),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.sipPort()));
    }
}
