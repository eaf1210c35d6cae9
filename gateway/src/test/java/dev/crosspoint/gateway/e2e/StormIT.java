package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.crosspoint.gateway.peer.ImpairedPath;
import dev.crosspoint.gateway.peer.Impairment;
import dev.crosspoint.gateway.peer.Peers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chromium behind a network that loses, delays and stops; sipp behind one that does not. */
class StormIT {
    /** As the path shows Chromium to the gateway, which the path alone can reach. */
    private static final String INSIDE = "127.0.0.1";

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** Of the agent's own leg; a busy machine does things to the other one, too. */
    private static final Pattern LOSS =
            Pattern.compile("of what you (say|hear) is lost on the way");

    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(25_000);

    /** Keeps what the gateway tells the page of how the agent's own leg sounds. */
    private static final String MOS =
            """
            window.__mos = [];
            const Plain = window.WebSocket;
            window.WebSocket = class extends Plain {
              constructor(...how) {
                super(...how);
                this.addEventListener('message', ({ data }) => {
                  const { type, data: told } = JSON.parse(data).params ?? {};
                  if (type === 'contact.quality' && told.legs.agent) window.__mos.push(told.legs.agent.mos);
                });
              }
            };
            """;

    /** ITU-T G.107 annex B: users of less are not all satisfied. */
    private static final double SATISFIED = 4.03;

    /**
     * Of 5 % that is lost, the E-model makes 3.87; what a busy machine adds is not the network's.
     */
    private static final double LEAST_IN_STORM = 2.6;

    /** What the browser may still hold back more than before, when all is quiet again, ms. */
    private static final double SLACK_MS = 40;

    @TempDir private static Path folder;

    private static Outpost outpost;
    private static ImpairedPath agents;
    private static ImpairedPath customers;
    private static AgentPage page;

    @BeforeAll
    static void start() throws Exception {
        var media = "bindAddress: %s, advertisedAddress: %s".formatted(INSIDE, Peers.address());
        outpost = Outpost.start(folder, new Outpost.Setup(media, ""));
        agents = ImpairedPath.open(Peers.address(), INSIDE, outpost.browserPorts(), INSIDE, 7);
        customers = ImpairedPath.open(Peers.address(), INSIDE, outpost.trunkPorts(), INSIDE, 7);
        page = outpost.page(MOS);
    }

    @AfterAll
    static void stop() throws Exception {
        try (var _ = outpost;
                var _ = agents;
                var _ = customers) {
            // all, whatever the others do
        }
    }

    /** 5 % loss and 30 ms jitter, then 3 s of nothing: one call that outlives both. */
    @Test
    void talksThroughLossAndAnOutageSaysWhatIsWrongAndComesBack() throws Exception {
        try (var customer = outpost.call()) {
            page.answer();
            customer.ear().speakTo(customer.sipp().awaitAnswer(LIMIT));
            bothHear(customer);
            assertThat(page.page().locator("#verdict-note")).not().containsText(LOSS, PATIENTLY);
            var start = page.ears().inbound();
            hear(customer, 1000);
            double calmMs = page.ears().inbound().waitMsSince(start);
            double problems = problems();
            awaitMos("calm", SATISFIED, 4.5);
            awaitCodec("audio/PCMU");

            agents.impair(Impairment.NONE.withLoss(0.05).withJitterMs(30));
            assertThat(page.page().locator("#verdict-note")).containsText(LOSS, PATIENTLY);
            var storm = page.ears().inbound();
            bothHear(customer);
            awaitMos("storm", LEAST_IN_STORM, SATISFIED);
            awaitCodec("audio/opus");
            assertThat(agents.lost()).isPositive();
            assertThat(problems()).isGreaterThan(problems);

            agents.impair(Impairment.NONE);
            assertThat(page.page().locator("#verdict-note")).not().containsText(LOSS, PATIENTLY);
            awaitMos("after", SATISFIED, 4.5);
            var after = page.ears().inbound();
            delayComesBack(calmMs, customer);
            awaitCodec("audio/PCMU");
            bothHear(customer);

            agents.cut(Duration.ofSeconds(3));
            hear(customer, 4000);
            bothHear(customer);
            delayComesBack(calmMs, customer);
            System.out.printf(
                    "storm: %.0f ms in the browser's buffer before, %.1f %% of its sound made up%n",
                    calmMs,
                    100
                            * (after.concealed() - start.concealed())
                            / (after.total() - start.total()));
            assertThat(storm.packets()).isGreaterThan(start.packets());
            page.hangUp();
            customer.awaitHungUp();
            page.awaitIdle();
        }
    }

    /** 8 % both ways, of 150 packets; by TCP nothing comes through this path at all. */
    @Test
    void saysInTheCheckBeforeTheFirstCallHowMuchIsLost() {
        var verdict = page.the("preflight-verdict");
        page.the("open-settings").click();
        agents.impair(Impairment.NONE.withLoss(0.08));
        page.the("preflight").click();
        assertThat(verdict).containsText("Calls would be hard to follow", PATIENTLY);
        assertThat(verdict).containsText(Pattern.compile("[0-9]+ % of the audio is lost"));
        assertThat(page.the("preflight-direct")).containsText(Pattern.compile("[0-9]+ % lost"));
        assertThat(page.the("preflight-link")).containsText("answers in");

        agents.impair(Impairment.NONE);
        page.the("preflight").click();
        assertThat(verdict).containsText("Everything is ready for calls", PATIENTLY);
        page.the("settings-close").click();
    }

    /** Waits for a diagnosis of the agent's leg between these scores. */
    private static void awaitMos(String when, double least, double most) {
        var told =
                page.page()
                        .waitForFunction(
                                """
                                ([least, most]) => {
                                  const mos = window.__mos.at(-1);
                                  return mos >= least && mos <= most ? mos : false;
                                }
                                """,
                                List.of(least, most),
                                new Page.WaitForFunctionOptions().setTimeout(25_000))
                        .jsonValue();
        System.out.printf("storm: MOS of the agent's leg, %s: %s%n", when, told);
    }

    /**
     * What the browser hears is spoken in this, by and by: until a network is believed in again.
     */
    private static void awaitCodec(String mimeType) {
        page.page()
                .waitForFunction(
                        """
                        async wanted => {
                          const stats = await window.__connections.at(-1).getStats();
                          const inbound = [...stats.values()].find(s => s.type === 'inbound-rtp');
                          return stats.get(inbound?.codecId)?.mimeType === wanted;
                        }
                        """,
                        mimeType,
                        new Page.WaitForFunctionOptions().setTimeout(60_000));
    }

    private static void bothHear(SippCustomer customer) throws Exception {
        page.awaitHears(Rig.CUSTOMER_HZ);
        customer.awaitHears(Rig.AGENT_HZ);
    }

    private static void hear(SippCustomer customer, int ms) throws Exception {
        customer.ear().awaitHeard(customer.ear().heardMs() + ms, 10 * ms);
    }

    /** Within half a minute; how fast is Chromium's to say. */
    private static void delayComesBack(double calmMs, SippCustomer customer) throws Exception {
        double waitMs = Double.MAX_VALUE;
        for (int second = 0; second < 30 && waitMs > calmMs + SLACK_MS; second++) {
            var before = page.ears().inbound();
            hear(customer, 1000);
            waitMs = page.ears().inbound().waitMsSince(before);
        }
        assertThat(waitMs).isLessThan(calmMs + SLACK_MS);
    }

    private static double problems() throws Exception {
        return outpost.metrics().total("crosspoint_leg_problems_total");
    }
}
