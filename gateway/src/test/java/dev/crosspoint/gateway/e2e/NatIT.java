package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.ImpairedPath;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.peer.ShuffledHellos;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway behind 1:1 NAT: its media is bound to loopback, and it tells Chromium and sipp the
 * address of the path in front of it.
 */
class NatIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** As the NAT shows clients to the gateway; loopback is what the circuit lets in. */
    private static final String INSIDE = "127.0.0.1";

    @TempDir private static Path folder;

    private static Outpost outpost;
    private static ImpairedPath agents;
    private static ImpairedPath customers;
    private static AgentPage page;

    @BeforeAll
    static void start() throws Exception {
        var media = "bindAddress: %s, advertisedAddress: %s".formatted(INSIDE, Peers.address());
        outpost = Outpost.start(folder, new Outpost.Setup(media, ""));
        agents = nat(outpost.browserPorts());
        customers = nat(outpost.trunkPorts());
        page = outpost.page("");
    }

    @AfterAll
    static void stop() throws Exception {
        try (var _ = outpost;
                var _ = agents;
                var _ = customers) {
            // all, whatever the others do
        }
    }

    private static ImpairedPath nat(Set<Integer> ports) throws IOException {
        return ImpairedPath.open(Peers.address(), INSIDE, ports, INSIDE, 1);
    }

    @Test
    void talksBehindOneToOneNat() throws Exception {
        try (var customer = outpost.call()) {
            connect(customer);

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            long ofAgents = agents.passed();
            long ofCustomers = customers.passed();
            customer.ear().awaitHeard(customer.ear().heardMs() + 1000, 10_000);
            // Each has two streams of 50 packets a second.
            assertThat(agents.passed() - ofAgents).isGreaterThan(70);
            assertThat(customers.passed() - ofCustomers).isGreaterThan(70);
            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
        }
    }

    /** Chromium's has a share of ML-KEM, which makes it larger than a datagram. */
    @Test
    void takesAPostQuantumHelloWhosePiecesComeTwiceAndFromLastToFirst() throws Exception {
        var hellos = new ShuffledHellos();
        agents.meddle(hellos);
        try (var customer = outpost.call()) {
            connect(customer);

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(hellos.hellosInPieces()).isPositive();
            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
        } finally {
            agents.meddle(List::of);
        }
    }

    /** As when the agent's own NAT forgets, or its network changes: nobody is told of it. */
    @Test
    void findsAnAgentAgainWhoseAddressHasChanged() throws Exception {
        try (var customer = outpost.call()) {
            connect(customer);
            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            customer.ear().watchGaps();

            agents.move("127.0.0.6");

            customer.ear().awaitHeard(customer.ear().heardMs() + 6000, 20_000);
            customer.awaitHears(Rig.AGENT_HZ);
            page.awaitHears(Rig.CUSTOMER_HZ);
            System.out.printf(
                    "the customer heard nothing of the agent for %.0f ms%n",
                    customer.ear().longestGapMs());
            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
            agents.move(INSIDE);
        }
    }

    /** sipp says where the gateway wants its audio, and there it goes. */
    private static void connect(SippCustomer customer) throws Exception {
        page.answer();
        var told = customer.sipp().awaitAnswer(LIMIT);
        assertThat(told.getAddress().getHostAddress()).isEqualTo(Peers.address());
        customer.ear().speakTo(told);
    }
}
