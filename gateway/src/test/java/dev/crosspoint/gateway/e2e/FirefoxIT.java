package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with Firefox ESR: our page, and its own WebRTC. */
class FirefoxIT {
    /** 50 packets a second, and a busy machine. */
    private static final int PACKETS_OF_TWO_SECONDS = 80;

    @TempDir private static Path folder;

    private static Outpost outpost;

    @BeforeAll
    static void start() throws Exception {
        outpost = Outpost.start(folder, Outpost.Setup.usual(""));
    }

    @AfterAll
    static void stop() {
        if (outpost != null) {
            outpost.close();
        }
    }

    @Test
    void talksWithACustomer() throws Exception {
        talks(Map.of());
    }

    /** Of ESR 140, which names the group of ML-KEM then, and sends no share of it. */
    @Test
    void talksWhenItKnowsKeysThatQuantumComputersDoNotOpen() throws Exception {
        talks(Map.of("media.webrtc.enable_pq_dtls", true));
    }

    private static void talks(Map<String, Object> preferences) throws Exception {
        try (var page = FirefoxPage.open(folder.resolve("firefox"), outpost, preferences);
                var customer = outpost.call()) {
            page.answer();

            page.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            customer.ear().awaitHeard(customer.ear().heardMs() + 2000, 10_000);
            assertSound(page.stats());

            page.press("7");
            customer.ear().awaitHeard(customer.ear().heardMs() + 500, 10_000);
            page.hangUp();
            customer.awaitHungUp();
            assertThat(page.console()).doesNotContain("page error");
        }
    }

    private static void assertSound(JsonObject stats) {
        var figures = stats.encode();
        assertThat(stats.getString("speaks")).as(figures).isEqualTo("audio/opus");
        assertThat(stats.getString("hears")).as(figures).isEqualTo("audio/PCMU");
        assertThat(stats.getString("connection")).as(figures).isEqualTo("connected");
        assertThat(stats.getInteger("received")).as(figures).isGreaterThan(PACKETS_OF_TWO_SECONDS);
        assertThat(stats.getInteger("sent")).as(figures).isGreaterThan(PACKETS_OF_TWO_SECONDS);
        assertThat(stats.getDouble("energy")).as(figures).isPositive();
        assertThat(stats.getInteger("lost")).as(figures).isZero();
    }
}
