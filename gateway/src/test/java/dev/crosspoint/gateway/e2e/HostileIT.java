package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Flood;
import dev.crosspoint.gateway.peer.RtpProbe;
import dev.crosspoint.gateway.peer.Sipp;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.loop.WirePhone;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People go on talking while somebody throws all sorts of packets at every open port. */
@SuppressWarnings("NullAway.Init") // JUnit's
class HostileIT {
    private static final long SEED = 20_261_128;
    private static final int PACKETS = 100_000;
    private static final int PER_SECOND = 10_000;

    /** Share of packets that a call may lose. */
    private static final double MOST_LOST = 0.001;

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
                var _ =
                        rig.callFromSipp(
                                "u1", Rig.DIALLED, customer, Sipp.Ending.WAITS_FOR_BYE, 0);
                var agent = WirePhone.browser(Codec.OPUS).say(Rig.AGENT_HZ);
                var flood = Flood.of(SEED)) {
            var contact = desk.take();
            var socket =
                    DirectPhone.open(
                            vertx, rig.httpsPort(), contact, "contactCtx", contact.contactToken());
            DirectPhone.invite(socket, contact, agent);
            var _ = socket.request("accept", new JsonObject());
            customer.awaitTone(Rig.AGENT_HZ);
            long packets = customer.packets();
            long missing = customer.missing();
            long agentsMissing = agent.missing();
            int agentHeardMs = agent.heardMs();

            double pace =
                    flood.send(
                            PACKETS,
                            PER_SECOND,
                            List.of(agent.gateway(), customer.gateway()),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.sipPort()));

            double talk = customer.packets() - packets;
            System.out.printf(
                    "hostile packets: %d at %.0f/s; customer missed %d of %.0f, agent %d%n",
                    PACKETS,
                    pace,
                    customer.missing() - missing,
                    talk,
                    agent.missing() - agentsMissing);
            assertThat(talk).as("packets that the customer got").isGreaterThan(400);
            assertThat((customer.missing() - missing) / talk).isLessThanOrEqualTo(MOST_LOST);
            assertThat((agent.missing() - agentsMissing) / talk).isLessThanOrEqualTo(MOST_LOST);
            assertThat(agent.heardMs() - agentHeardMs).isGreaterThan(8_000);
            customer.awaitTone(Rig.AGENT_HZ);
            assertThat(rig.gateway().isAlive()).isTrue();
        }
    }
}
