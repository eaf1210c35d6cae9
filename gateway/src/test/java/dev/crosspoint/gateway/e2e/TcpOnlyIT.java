package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.Soon;
import dev.crosspoint.gateway.peer.ImpairedPath;
import dev.crosspoint.gateway.peer.Peers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents whose network lets no UDP through: at the address that the gateway tells them there is
 * nothing but a way by TCP.
 */
class TcpOnlyIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String INSIDE = "127.0.0.1";

    @TempDir private static Path folder;

    private static Outpost outpost;
    private static TcpProxy agents;
    private static ImpairedPath customers;

    @BeforeAll
    static void start() throws Exception {
        var media = "bindAddress: %s, advertisedAddress: %s".formatted(INSIDE, Peers.address());
        outpost = Outpost.start(folder, new Outpost.Setup(media, ""));
        int port = outpost.browserPorts().iterator().next();
        agents =
                TcpProxy.at(
                        new InetSocketAddress(InetAddress.ofLiteral(Peers.address()), port), port);
        customers = ImpairedPath.open(Peers.address(), INSIDE, outpost.trunkPorts(), INSIDE, 1);
    }

    @AfterAll
    static void stop() throws Exception {
        try (var _ = outpost;
                var _ = agents;
                var _ = customers) {
            // all, whatever the others do
        }
    }

    @Test
    void talksInChromium() throws Exception {
        var page = outpost.page("");
        try (var customer = outpost.call()) {
            page.answer();
            customer.ear().speakTo(customer.sipp().awaitAnswer(LIMIT));

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(count("opened")).isPositive();

            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
            Soon.until("its connections are closed", () -> count("closed") == count("opened"));
            assertThat(count("refused")).isZero();
        }
    }

    @Test
    void talksInFirefox() throws Exception {
        try (var page = FirefoxPage.open(folder.resolve("firefox"), outpost, Map.of());
                var customer = outpost.call()) {
            page.answer();
            customer.ear().speakTo(customer.sipp().awaitAnswer(LIMIT));

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            page.hangUp();
            customer.awaitHungUp();
        }
    }

    private static double count(String what) throws Exception {
        return outpost.metrics().total("crosspoint_media_loop_tcp_" + what + "_total");
    }
}
