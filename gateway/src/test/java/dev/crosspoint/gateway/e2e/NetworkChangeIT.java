package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.crosspoint.gateway.peer.ImpairedPath;
import dev.crosspoint.gateway.peer.Peers;
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
    private static AgentPage page;

    @BeforeAll
    static void start() throws Exception {
        var media = "bindAddress: %s, advertisedAddress: %s".formatted(BOUND, Peers.address());
        outpost = Outpost.start(folder, new Outpost.Setup(media, ""));
        network = ImpairedPath.open(Peers.address(), BOUND, outpost.mediaPorts(), BOUND, 1);
        page = outpost.page("");
    }

    @AfterAll
    static void stop() throws Exception {
        try (var _ = network;
                var _ = outpost) {
            // both, whatever the other does
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

    @Test
    void seeksNewPathsWhenTheBrowserIsOnlineAgainAndKeepsTheOldOneMeanwhile() throws Exception {
        try (var customer = outpost.call()) {
            talk(customer);
            var before = names();
            int connections = connections();
            var received = page.ears().inbound();

            page.page().evaluate("() => dispatchEvent(new Event('online'))");
            page.page().waitForFunction("before => (" + NAMES + ")() !== before", before);

            heardBothWays(customer);
            Assertions.assertThat(connections()).as("the same DTLS session").isEqualTo(connections);
            Assertions.assertThat(page.ears().inbound().lost() - received.lost())
                    .as("packets of 20 ms that did not arrive meanwhile")
                    .isLessThan(25);
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
