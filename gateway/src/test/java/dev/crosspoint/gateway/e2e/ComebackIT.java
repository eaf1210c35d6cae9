package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An agent's browser is away in mid-call and comes back: the page is loaded anew, the agent turns
 * to another tab, the machine sleeps. The customer stays.
 */
class ComebackIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    /**
     * From when the new page has its WebSocket: signing in and resuming, the microphone, a new leg
     * with ICE and DTLS, and the first sound.
     */
    private static final int AUDIO_LIMIT_MS = 2_000;

    /**
     * From the reload: the browser's own share of tearing down and loading is in it, which a busy
     * machine makes as long as it likes; what takes longer than this is no delay but a fault.
     */
    private static final int RELOAD_LIMIT_MS = 5_000;

    private static final Duration NAP = Duration.ofSeconds(60);

    @Test
    void hearsAgainSoonAfterAReload(Rig rig) throws Exception {
        var alice = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            var sinceReloadMs = new ArrayList<Long>();
            var sinceSocketMs = new ArrayList<Long>();
            for (int i = 0; i < 3; i++) {
                long before = System.currentTimeMillis();
                alice.page().reload();
                long heard = alice.ears().audioSinceLoadMs();
                sinceReloadMs.add(heard - before);
                sinceSocketMs.add(heard - alice.ears().socketOpenedMs());
                alice.awaitConnected();
                alice.awaitHears(Rig.CUSTOMER_HZ);
                customer.awaitHears(Rig.AGENT_HZ);
            }
            System.out.printf(
                    "after a reload the agent hears again within ms: %s, of which since the socket was open: %s%n",
                    sinceReloadMs, sinceSocketMs);
            assertThat(median(sinceSocketMs)).isLessThan(AUDIO_LIMIT_MS);
            assertThat(median(sinceReloadMs)).isLessThan(RELOAD_LIMIT_MS);

            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void takesTheCallAlongToAnotherTab(Rig rig) throws Exception {
        var first = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            first.answer();
            customer.awaitHears(Rig.AGENT_HZ);

            var second = rig.tab(Rig.AGENT);
            second.signIn(Rig.AGENT, Rig.PASSWORD);
            second.awaitConnected();

            second.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            assertThat(first.page().getByTestId("signin-error"))
                    .containsText("You have signed in elsewhere");
            assertThat(first.page().getByTestId("call")).isHidden();
            first.page().close();
            second.hangUp();
            customer.awaitHungUp();
        }
    }

    @Test
    void findsTheCustomerStillThereAfterAMinuteOfSleep(Rig rig) throws Exception {
        var alice = rig.page();
        try (var customer = SippCustomer.call(rig)) {
            alice.answer();
            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);

            var browsers = browsers();
            signal("STOP", browsers);
            try {
                customer.awaitHeard(NAP);
                customer.awaitHears(Rig.MUSIC_HZ);
            } finally {
                signal("CONT", browsers);
            }
            long awake = System.currentTimeMillis();

            alice.awaitHears(Rig.CUSTOMER_HZ);
            customer.awaitHears(Rig.AGENT_HZ);
            System.out.println(
                    "after a minute of sleep both hear again within ms: "
                            + (System.currentTimeMillis() - awake));
            alice.awaitConnected();
            alice.hangUp();
            customer.awaitHungUp();
        }
    }

    private static long median(List<Long> of) {
        return of.stream().sorted().toList().get(of.size() / 2);
    }

    /** The Chromiums that these tests have started. */
    private static List<ProcessHandle> browsers() {
        var browsers =
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").contains("chromium"))
                        .toList();
        assertThat(browsers).isNotEmpty();
        return browsers;
    }

    private static void signal(String name, List<ProcessHandle> processes)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        processes.stream()
                .filter(ProcessHandle::isAlive)
                .forEach(process -> command.add(String.valueOf(process.pid())));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
