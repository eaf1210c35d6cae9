package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import dev.crosspoint.signaling.api.LegSound;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of both pages can be read and fits; target/page has pictures to look at. */
final class LooksIT {
    private static final String LOOKS = "LIGHT, 1280\nDARK, 1280\nLIGHT, 360\nDARK, 360";

    /** One agent in each state there is. */
    private static final List<AgentScript> AGENTS =
            List.of(
                    AgentScript.of("alice", "Alice Baker", "not-ready").aged(4_000),
                    AgentScript.of("bob", "Bob Castle", "busy")
                            .in("live-1-p2")
                            .then("lunch", 0)
                            .aged(125_000)
                            .counted(12, 1, 0),
                    AgentScript.of("carol", "Carol Diaz", "busy")
                            .in("live-3-p2")
                            .atDeskPhone()
                            .aged(754_000)
                            .counted(9, 0, 0),
                    AgentScript.of("dan", "Dan Evans", "after-contact")
                            .then("team-meeting", 45_000)
                            .aged(15_000)
                            .counted(123, 14, 2),
                    AgentScript.of("eve", "Eve Ford", "available").aged(3_723_000),
                    AgentScript.of("finn", "Finn Gray", "lunch-break").aged(1_500_000),
                    AgentScript.of("gina", "Gina Hall", "missed").aged(61_000).counted(3, 4, 0),
                    AgentScript.of("max", "Maximiliane von Hohenstein-Wertheim", "rejected")
                            .atDeskPhone());

    @RegisterExtension static final PageRig RIG = new PageRig();

    private final ScriptedControl control = RIG.control();

    @ParameterizedTest
    @CsvSource(textBlock = LOOKS)
    void looksFinishedFromSignInToAfterContactWork(ColorScheme scheme, int width) {
        control.switchOnDeskPhone();
        control.permit("AccessMetrics");
        RIG.open(scheme, width);
        RIG.looksRight("01-sign-in");
        RIG.signInAndGoAvailable();
        RIG.looksRight("02-idle");
        at("dial-number").fill("ca");
        assertThat(at("dial-list")).isVisible();
        RIG.looksRight("03-dial");
        at("dial-number").fill("");
        RIG.page().keyboard().press("Escape");
        control.offer(20);
        assertThat(at("offer")).isVisible();
        RIG.looksRight("04-ringing");
        at("answer").click();
        RIG.connect();
        control.show(CallScript.of(ScriptedControl.CONTACT, "alice", "Alice Baker"));
        control.send(
                new AgentMessage.ContactQuality(
                        ScriptedControl.CONTACT,
                        Map.of("agent", -20, "customer", -18, "customerHeard", -22),
                        Map.of("lossPercent", 0.2, "jitterMs", 4.0, "roundTripMs", 31.0),
                        Map.of("agent", new LegSound(4.37, List.of(), ""))));
        control.send(new AgentMessage.ContactTalkers(ScriptedControl.CONTACT, List.of("p1")));
        assertThat(at("verdict")).hasText("Excellent");
        at("keypad-toggle").click();
        RIG.looksRight("05-keypad");
        RIG.proxy().cut();
        assertThat(at("banner-link")).isVisible();
        RIG.looksRight("06-lost");
        RIG.proxy().mend();
        assertThat(at("link")).hasAttribute("data-state", "online");
        at("hangup").click();
        assertThat(at("call")).isHidden();
        control.state("after-contact", "lunch", System.currentTimeMillis() + 30_000);
        assertThat(at("aftercare")).isVisible();
        RIG.looksRight("07-after-contact");
        control.offer("transfer", "", "Bob Castle", 20, "desk-phone");
        assertThat(at("offer-desk")).isVisible();
        RIG.looksRight("08-desk-phone");
    }

    @ParameterizedTest
    @CsvSource(textBlock = LOOKS)
    void looksFinishedWhileACallIsHeldPassedOnAndShared(ColorScheme scheme, int width) {
        RIG.open(scheme, width);
        var call = RIG.talk();
        at("transfer-toggle").click();
        at("transfer-list").getByTestId("option").first().click();
        RIG.looksRight("11-transfer");
        var ringing =
                call.held("p1", true).with("agent", "bob", "Bob Castle").state("p3", "ringing");
        control.show(ringing.handover("blind", "p3"));
        assertThat(at("handover")).isVisible();
        RIG.looksRight("12-blind");
        control.send(
                new AgentMessage.ContactTransferFailed(
                        ScriptedControl.CONTACT, "p3", "no-answer", "Nobody answered."));
        control.show(call.held("p1", true));
        assertThat(at("failure")).isVisible();
        RIG.looksRight("13-failed");
        control.show(ringing.state("p3", "connected").handover("consult", "p3"));
        assertThat(at("swap")).isEnabled();
        RIG.looksRight("14-consult");
        control.send(new AgentMessage.ContactMicrophone(ScriptedControl.CONTACT, "silent"));
        control.show(
                call.with("agent", "bob", "Bob Castle")
                        .with("external", "", "+4930210210")
                        .with("agent", "max", "Maximiliane von Hohenstein-Wertheim")
                        .muted("p4", true)
                        .held("p5", true));
        control.send(new AgentMessage.ContactTalkers(ScriptedControl.CONTACT, List.of("p2", "p3")));
        assertThat(at("participant")).hasCount(5);
        RIG.looksRight("15-conference");
        at("end-all").click();
        assertThat(at("confirm")).isVisible();
        RIG.looksRight("16-confirm");
    }

    @ParameterizedTest
    @CsvSource(textBlock = LOOKS)
    void looksFinishedHoweverACallIsRecorded(ColorScheme scheme, int width) {
        RIG.open(scheme, width);
        var call = RIG.talk();
        for (var state : List.of("on", "paused", "failed")) {
            control.show(call.recording(state));
            assertThat(at("recording")).hasAttribute("data-recording", state);
            RIG.looksRight("17-recording-" + state);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = LOOKS)
    void looksFinishedForASupervisor(ColorScheme scheme, int width) {
        control.permit("AccessMetrics", "ManagerListenIn");
        RIG.open(scheme, width);
        RIG.page().navigate(RIG.url() + "/supervisor");
        RIG.signIn();
        assertThat(at("live-tally")).hasText("0 live · 0 talking · 0 waiting");
        RIG.looksRight("21-nothing-live");
        var live = CallScript.of("live-1", "bob", "Bob Castle").recording("on");
        see(live);
        see(CallScript.of("live-2", "", "Sales").state("p2", "waiting").recording("failed"));
        see(
                CallScript.of("live-3", "carol", "Carol Diaz")
                        .with("external", "", "+4930210210")
                        .held("p1", true)
                        .handover("consult", "p3")
                        .recording("paused"));
        assertThat(at("live-call")).hasCount(3);
        AGENTS.forEach(agent -> control.send(agent.seen()));
        assertThat(at("agent")).hasCount(AGENTS.size());
        RIG.looksRight("22-live");
        at("agent")
                .filter(new Locator.FilterOptions().setHasText("Carol Diaz"))
                .getByRole(AriaRole.BUTTON)
                .click();
        RIG.looksRight("22-pointed-to");
        control.offer("monitor", "", "", 0, "softphone");
        control.accept();
        control.show(live, "p9");
        for (var how : Supervision.values()) {
            control.send(
                    new AgentMessage.ContactSupervision(
                            ScriptedControl.CONTACT, CallScript.SELF, how));
            if (how == Supervision.MONITOR) {
                RIG.connect();
            }
            assertThat(at("hears")).not().isEmpty();
            RIG.looksRight("23-" + how.name().toLowerCase(Locale.ROOT));
        }
    }

    private void see(CallScript call) {
        control.send(new AgentMessage.ContactSeen(call.view()));
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }
}
