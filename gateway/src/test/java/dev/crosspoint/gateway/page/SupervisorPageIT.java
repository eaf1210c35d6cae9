package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Live contacts, and listening to one of them. */
final class SupervisorPageIT {
    @RegisterExtension static final PageRig RIG = new PageRig();

    /** Somebody else's call. */
    private static final CallScript LIVE = CallScript.of("live-1", "bob", "Bob Castle");

    /** The same, as the supervisor's own contact sees it. */
    private static final String OUTSIDE = "p9";

    private final ScriptedControl control = RIG.control();

    @Test
    void turnsToTheLiveContactsAndBackWithoutLosingTheCall() {
        control.permit("AccessMetrics", "ManagerListenIn", "ManagerBargeIn");
        var call = RIG.talk();
        at("turn").click();
        assertThat(RIG.page()).hasURL(RIG.url() + "/supervisor");
        assertThat(at("live-empty")).hasText("Nobody is on the telephone at the moment.");
        see(call);
        assertThat(at("live-call")).hasCount(1);
        assertThat(at("live-person").filter(text("Alice Baker")).getByRole(AriaRole.BUTTON).first())
                .isHidden();

        RIG.page().goBack();
        assertThat(at("live")).isHidden();
        assertThat(at("call")).hasAttribute("data-phase", "connected");
        assertThat(control.requests()).filteredOn(AgentMessage.Invite.class::isInstance).hasSize(1);
        RIG.page().waitForCondition(() -> watchings().size() == 2);
        assertThat(watchings()).containsExactly(true, false);
    }

    private List<Boolean> watchings() {
        return control.requests().stream()
                .filter(AgentMessage.Watch.class::isInstance)
                .map(request -> ((AgentMessage.Watch) request).on())
                .toList();
    }

    @Test
    void showsWhoTalksToWhomSinceWhenAndHowAndForgetsWhatIsOver() {
        open("AccessMetrics");
        see(LIVE);
        see(CallScript.of("live-2", "", "Sales").state("p2", "waiting"));
        see(
                CallScript.of("live-3", "carol", "Carol Diaz")
                        .with("agent", "dan", "Dan Evans")
                        .held("p1", true)
                        .handover("consult", "p3"));

        assertThat(at("live-tally")).hasText("3 live · 2 talking · 1 waiting");
        assertThat(call("Bob Castle").locator(".pill")).hasText("Talking");
        assertThat(call("Carol Diaz").locator(".pill")).hasText("Consulting");
        assertThat(call("Carol Diaz")).containsText("Carol Diaz consults Dan Evans");
        assertThat(call("Carol Diaz")).containsText("on hold");
        assertThat(call("Next agent of Sales")).containsText("waiting for an agent");

        at("live-filter").fill("dan evans");
        assertThat(at("live-call")).hasCount(1);
        at("live-filter").fill("nothing like it");
        assertThat(at("live-empty")).hasText("No live contact matches.");
        at("live-filter").fill("");
        control.send(new AgentMessage.ContactGone("live-1"));
        assertThat(at("live-call")).hasCount(2);
    }

    @Test
    void listensWhispersBargesInAndFallsSilentAgainSayingWhoCanHear() {
        open("AccessMetrics", "ManagerListenIn", "ManagerBargeIn");
        see(LIVE);
        listen("Listen").click();
        begin(Supervision.MONITOR);

        assertThat(at("call-kind")).hasText("You supervise");
        assertThat(at("call-number")).hasText("Bob Castle");
        assertThat(at("hears")).hasText("Nobody hears you, and nobody is told.");
        assertThat(at("announce")).hasText("Connected. Nobody hears you, and nobody is told.");
        assertThat(listen("Listen")).hasAttribute("aria-pressed", "true");
        assertThat(at("transfer-toggle")).isHidden();
        assertThat(at("hangup")).hasText("Stop listening");
        RIG.farEnd().hearsMoreThan(-50);

        at("how-whisper").click();
        become(Supervision.WHISPER);
        assertThat(at("hears")).hasText("Only Bob Castle hears you.");
        assertThat(at("announce")).hasText("Only Bob Castle hears you.");
        at("mute").click();
        assertThat(at("hears")).hasText("Muted: nobody hears you.");
        at("mute").click();

        at("how-barge").click();
        become(Supervision.BARGE);
        control.show(LIVE.with("supervisor", "alice", "Alice Baker"), "p3");
        assertThat(at("hears")).hasText("Everybody hears you: +49 301 234 56 and Bob Castle.");
        assertThat(at("transfer-toggle")).isVisible();
        assertThat(at("hangup")).hasText("Leave");

        at("how-monitor").click();
        become(Supervision.MONITOR);
        control.show(LIVE, OUTSIDE);
        assertThat(at("hears")).hasText("Nobody hears you, and nobody is told.");
        at("hangup").click();

        assertThat(at("idle")).isVisible();
        assertThat(control.verbs())
                .filteredOn(ContactVerb.Supervise.class::isInstance)
                .extracting(verb -> ((ContactVerb.Supervise) verb).how())
                .containsExactly(
                        Supervision.MONITOR,
                        Supervision.WHISPER,
                        Supervision.BARGE,
                        Supervision.MONITOR);
        assertThat(control.requests())
                .filteredOn(AgentMessage.OnContact.class::isInstance)
                .filteredOn(
                        it -> ((AgentMessage.OnContact) it).verb() instanceof ContactVerb.Supervise)
                .extracting(it -> ((AgentMessage.OnContact) it).contactId())
                .containsOnly("live-1-p2");
    }

    @Test
    void knowsAfterAReloadWhoCanHear() {
        open("AccessMetrics", "ManagerListenIn", "ManagerBargeIn");
        RIG.page().reload();
        assertThat(at("link")).hasAttribute("data-state", "online");
        assertThat(at("live")).isVisible();
        begin(Supervision.WHISPER);

        assertThat(at("hears")).hasText("Only Bob Castle hears you.");
        assertThat(at("how-whisper")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void saysWhichPermissionIsMissing() {
        open("AccessMetrics", "ManagerListenIn");
        see(LIVE);
        assertThat(at("live-lacks")).hasText("Your security profile lacks ManagerBargeIn.");
        assertThat(listen("Barge in")).isDisabled();
        assertThat(listen("Whisper")).isEnabled();
        control.answerVerbsWith(
                new Reply.Refused(
                        AgentError.ACCESS_DENIED, "your security profile lacks ManagerListenIn"));
        listen("Whisper").click();

        assertThat(at("error-title")).hasText("Could not whisper.");
        assertThat(at("error-text")).hasText("Your security profile lacks ManagerListenIn.");
    }

    @Test
    void saysWhyThereAreNoLiveContactsAndOffersNoWayThereToWhoMayNot() {
        RIG.signIn();
        assertThat(at("turn")).isHidden();

        control.answerWatchingWith(
                new Reply.Refused(
                        AgentError.ACCESS_DENIED, "your security profile lacks AccessMetrics"));
        RIG.page().navigate(RIG.url() + "/supervisor");
        assertThat(at("live-refused")).containsText("Your security profile lacks AccessMetrics.");
        assertThat(at("live-filter")).isHidden();
        at("turn").click();
        assertThat(at("live")).isHidden();
    }

    private static void open(String... permissions) {
        RIG.control().permit(permissions);
        RIG.page().navigate(RIG.url() + "/supervisor");
        RIG.signIn();
        assertThat(at("live-tally")).hasText("0 live · 0 talking · 0 waiting");
    }

    /** What the gateway does when somebody begins to supervise. */
    private void begin(Supervision how) {
        control.offer("monitor", "", "", 0, "softphone");
        become(how);
        control.accept();
        control.show(LIVE, OUTSIDE);
        RIG.connect();
    }

    private void become(Supervision how) {
        control.send(
                new AgentMessage.ContactSupervision(ScriptedControl.CONTACT, CallScript.SELF, how));
    }

    private void see(CallScript call) {
        control.send(new AgentMessage.ContactSeen(call.view()));
    }

    private static Locator call(String text) {
        return at("live-call").filter(text(text));
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static Locator listen(String button) {
        return at("live-person").filter(text("Bob Castle")).getByText(button);
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }
}
