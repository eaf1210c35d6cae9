package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.crosspoint.gateway.peer.ImpairedPath;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.RtpProbe;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network of an agent in mid-call fails, or becomes another: the call goes on. */
class NetworkChangeIT {
    private static final String BOUND = "127.0.0.1";

    @TempDir private static Path folder;

    private static Outpost outpost;
    private static ImpairedPath network;
    private static TcpProxy proxy;
    private static AgentPage page;

    @BeforeAll
    static void start() throws Exception {
        var media = "bindAddress: %s, advertisedAddress: %s".formatted(BOUND, Peers.address());
        outpost = Outpost.start(folder, new Outpost.Setup(media, ""));
        network = ImpairedPath.open(Peers.address(), BOUND, outpost.mediaPorts(), BOUND, 1);
        proxy = TcpProxy.to(outpost.httpsPort());
        page = outpost.page("https://127.0.0.1:" + proxy.port() + "/", "");
    }

    @AfterAll
    static void stop() throws Exception {
        try (var _ = network;
                var _ = proxy;
                var _ = outpost) {
            // all, whatever the others do
        }
    }

    @Test
    void talksOnWhenThePathComesBack() throws Exception {
        try (var customer = outpost.call()) {
            talk(customer);

            network.cut();
            awaitSaid("Reconnecting");
            network.mend();

            heardAgain("a cut", customer);
            end(customer);
        }
    }

    /** A NAT has forgotten, or the agent's provider gave another address. */
    @Test
    void talksOnWhenTheNetworkHasAnotherAddress() throws Exception {
        try (var customer = outpost.call()) {
            talk(customer);

            network.move("127.0.0.3");

            heardAgain("another address", customer);
            end(customer);
        }
    }

    /** Cable to Wi-Fi: the address is another, and what was connected by TCP is gone with it. */
    @Test
    void talksOnWhenTheSocketGoesTogetherWithTheNetwork() throws Exception {
        try (var customer = outpost.call()) {
            talk(customer);
            int connections = connections();
            int sockets = sockets();

            network.move("127.0.0.4");
            proxy.cut();

            page.page()
                    .waitForFunction("before => window.__socketsOpened.length > before", sockets);
            heardAgain("another address and a lost socket", customer);
            Assertions.assertThat(connections()).as("the same DTLS session").isEqualTo(connections);
            page.holdAll();
            customer.awaitHears(Rig.MUSIC_HZ);
            page.resumeAll();
            heardBothWays(customer);
            end(customer);
        }
    }

    @Test
    void seeksNewPathsWhenTheBrowserIsOnlineAgainAndKeepsTheOldOneMeanwhile() throws Exception {
        try (var customer = outpost.call()) {
            talk(customer);
            var before = names();
            int connections = connections();
            var received = page.ears().inbound();
            int heardMs = customer.ear().heardMs();
            customer.ear().watchGaps();
            page.ears().watchGaps();

            page.page().evaluate("() => dispatchEvent(new Event('online'))");
            page.page().waitForFunction("before => (" + NAMES + ")() !== before", before);

            heardBothWays(customer);
            double agentMs = page.ears().longestGapMs();
            double customerMs = customer.ear().longestGapMs();
            int silentMs = customer.ear().longestSilenceMs(heardMs);
            System.out.printf(
                    "ICE restart: the agent received nothing for %.0f ms, the customer for %.0f ms and heard nothing for %d ms%n",
                    agentMs, customerMs, silentMs);
            Assertions.assertThat(connections()).as("the same DTLS session").isEqualTo(connections);
            Assertions.assertThat(page.ears().inbound().lost() - received.lost())
                    .as("packets of 20 ms that did not arrive meanwhile")
                    .isLessThan(25);
            Assertions.assertThat(agentMs).isLessThan(RtpProbe.STALL_MS);
            Assertions.assertThat(customerMs).isLessThan(RtpProbe.STALL_MS);
            Assertions.assertThat((double) silentMs).isLessThan(RtpProbe.STALL_MS);
            end(customer);
        }
    }

    /**
     * Media has given the old leg up by then, and the customer hears music. The headset has slept
     * too, and is opened anew.
     */
    @Test
    void makesANewLegWhenTheNetworkWasGoneForLong() throws Exception {
        try (var customer = outpost.call()) {
            talk(customer);
            int connections = connections();

            page.page().evaluate("() => window.__connections.at(-1).getSenders()[0].track.stop()");
            network.cut();
            awaitSaid("Reconnecting");
            // Consent to send expires 30 s after the last check (RFC 7675 5.1).
            customer.awaitHeard(Duration.ofSeconds(30));
            customer.awaitHears(Rig.MUSIC_HZ);
            network.mend();

            heardAgain("half a minute without a network", customer);
            Assertions.assertThat(connections()).isGreaterThan(connections);
            end(customer);
        }
    }

    private static final String NAMES =
            "() => window.__connections.at(-1).remoteDescription.sdp.match(/ice-ufrag:(.*)/)[1]";

    /** What the gateway calls its end of the connection. */
    private static String names() {
        return (String) page.page().evaluate(NAMES);
    }

    private static int sockets() {
        return (int) page.page().evaluate("() => window.__socketsOpened.length");
    }

    private static int connections() {
        return (int) page.page().evaluate("() => window.__connections.length");
    }

    private static void talk(SippCustomer customer) throws InterruptedException {
        page.answer();
        heardBothWays(customer);
    }

    /** With the time it took, of which about a second is for making sure. */
    private static void heardAgain(String after, SippCustomer customer)
            throws InterruptedException {
        long before = System.nanoTime();
        heardBothWays(customer);
        System.out.println(
                "after %s both hear again within ms: %d"
                        .formatted(after, (System.nanoTime() - before) / 1_000_000));
    }

    private static void heardBothWays(SippCustomer customer) throws InterruptedException {
        page.awaitHears(Rig.CUSTOMER_HZ);
        customer.awaitHears(Rig.AGENT_HZ);
        page.awaitConnected();
        assertThat(page.page().getByTestId("call-status")).not().containsText("Reconnecting");
    }

    private static void awaitSaid(String words) {
        assertThat(page.page().getByTestId("call-status")).containsText(words);
    }

    private static void end(SippCustomer customer) throws Exception {
        page.hangUp();
        customer.awaitHungUp();
        page.awaitIdle();
    }
}
