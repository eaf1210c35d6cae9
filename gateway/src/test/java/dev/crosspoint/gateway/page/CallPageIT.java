package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The roster of a call, what can be done with each in it, and the agent's own states. */
final class CallPageIT {
    @RegisterExtension static final PageRig RIG = new PageRig();

    private static final String CUSTOMER = "+49 301 234 56";

    private final ScriptedControl control = RIG.control();

    @Test
    void showsWhoIsInTheCallHowTheyAreAndWhoTalks() {
        var call = RIG.talk().with("agent", "bob", "Bob Castle").state("p3", "ringing");
        control.show(call);
        assertThat(RIG.participant("Bob Castle")).containsText("ringing");
        assertThat(RIG.participant("Alice Baker")).containsText("You");
        assertThat(RIG.participant("Alice Baker").locator("button").first()).isHidden();

        control.send(new AgentMessage.ContactTalkers(ScriptedControl.CONTACT, List.of("p1", "p3")));
        assertThat(RIG.participant(CUSTOMER)).hasAttribute("data-talking", "true");
        assertThat(RIG.participant("Bob Castle")).hasAttribute("data-talking", "false");

        control.show(call.state("p3", "connected").held("p3", true).muted("p1", true));
        assertThat(RIG.participant("Bob Castle")).containsText("on hold");
        assertThat(RIG.participant(CUSTOMER)).containsText("muted");
        assertThat(at("call-status")).hasText("On hold: Bob Castle.");
        assertThat(at("announce")).hasText("Bob Castle joined.");
        control.show(call.without("p3"));
        assertThat(at("announce")).hasText("Bob Castle left.");
        assertThat(at("participant")).hasCount(2);
    }

    @Test
    void holdsEverybodyAndTakesThemBackByKeyboard() {
        var call = RIG.talk();
        press("Alt+Shift+KeyP");
        assertThat(at("hold")).hasAttribute("aria-pressed", "false");
        control.show(call.held("p1", true));
        assertThat(at("hold")).hasText("Resume");
        assertThat(at("call-status")).containsText("on hold and hears music");
        assertThat(at("announce")).containsText("is on hold");
        press("Alt+Shift+KeyP");
        control.show(call);

        assertThat(at("hold")).hasText("Hold");
        RIG.page().waitForCondition(() -> control.verbs().size() == 3);
        assertThat(control.verbs())
                .containsExactly(
                        new ContactVerb.Accept(),
                        new ContactVerb.Hold(null, true),
                        new ContactVerb.Hold(null, false));
    }

    @Test
    void holdsMutesAndRemovesOneOfThem() {
        var call = RIG.talk().with("agent", "bob", "Bob Castle");
        control.show(call);
        button("Put Bob Castle on hold").click();
        control.show(call.held("p3", true));
        button("Take Bob Castle back from hold").click();
        button("Mute Bob Castle").click();
        control.show(call.muted("p3", true));
        button("Let Bob Castle be heard again").click();

        button("Remove Bob Castle").click();
        assertThat(at("confirm-title")).hasText("Remove Bob Castle?");
        assertThat(at("confirm-no")).isFocused();
        press("Enter");
        assertThat(at("confirm")).isHidden();
        button("Remove Bob Castle").click();
        at("confirm-yes").click();
        RIG.page().waitForCondition(() -> control.verbs().size() == 6);

        assertThat(control.verbs())
                .containsExactly(
                        new ContactVerb.Accept(),
                        new ContactVerb.Hold("p3", true),
                        new ContactVerb.Hold("p3", false),
                        new ContactVerb.Mute("p3", true),
                        new ContactVerb.Mute("p3", false),
                        new ContactVerb.Remove("p3"));
    }

    @Test
    void callsOffSomebodyWhoOnlyRingsWithoutAsking() {
        control.show(RIG.talk().with("agent", "bob", "Bob Castle").state("p3", "ringing"));
        button("Call off Bob Castle").click();

        RIG.page().waitForCondition(() -> control.verbs().contains(new ContactVerb.Remove("p3")));
    }

    @Test
    void tellsLeavingFromEndingForEverybody() {
        var call = RIG.talk();
        assertThat(at("hangup")).hasText("Hang up");
        assertThat(at("end-all")).isHidden();
        control.show(call.with("agent", "bob", "Bob Castle"));
        assertThat(at("hangup")).hasText("Leave");
        at("end-all").click();
        assertThat(at("confirm")).containsText(CUSTOMER + " and Bob Castle");
        at("confirm-yes").click();

        RIG.page().waitForCondition(() -> control.verbs().contains(new ContactVerb.End()));
        assertThat(control.verbs()).doesNotContain(new ContactVerb.HangUp());
    }

    @Test
    void withdrawsAQuestionAboutACallThatIsOver() {
        control.show(RIG.talk().with("agent", "bob", "Bob Castle"));
        at("end-all").click();
        assertThat(at("confirm")).isVisible();
        control.end("customer-hung-up", "The customer hung up.");
        control.offer(20);

        assertThat(at("confirm")).isHidden();
        at("answer").click();
        RIG.page()
                .waitForCondition(() ->
                        control.verbs().stream().filter(new ContactVerb.Accept()::equals).count()
                                == 2);
        assertThat(control.verbs()).doesNotContain(new ContactVerb.End());
    }

    @Test
    void keepsTheCallWhenTheGatewayRefuses() {
        RIG.talk();
        control.answerVerbsWith(
                new Reply.Refused(AgentError.CONFLICT, "the contact is not in a state for that"));
        at("hangup").click();

        assertThat(at("error-title")).hasText("Could not hang up.");
        assertThat(at("error-text")).hasText("The contact is not in a state for that.");
        assertThat(at("call")).hasAttribute("data-phase", "connected");
        assertThat(at("hangup")).isEnabled();
    }

    @Test
    void warnsOfADeadMicrophoneAsLongAsAnybodyCouldHear() {
        var call = RIG.talk();
        control.send(new AgentMessage.ContactMicrophone(ScriptedControl.CONTACT, "silent"));
        assertThat(at("dead-microphone")).containsText("Nobody can hear you.");
        control.show(call.held("p1", true));
        assertThat(at("dead-microphone")).isHidden();
        control.show(call);
        assertThat(at("dead-microphone")).isVisible();
        control.send(new AgentMessage.ContactMicrophone(ScriptedControl.CONTACT, "ok"));
        assertThat(at("dead-microphone")).isHidden();
    }

    @Test
    void choosesWhatComesAfterTheCallAndEndsTheWorkBeforeItsTime() {
        RIG.talk();
        control.state("busy", null, 0);
        assertThat(at("presence-line")).containsText("On a call");
        at("state-lunch").click();
        assertThat(at("state-lunch")).hasAttribute("data-next", "true");
        assertThat(at("presence-next")).hasText("then Lunch");

        control.end("customer-hung-up", "The customer hung up.");
        control.state("after-contact", "lunch", System.currentTimeMillis() + 600_000);
        assertThat(at("aftercare-time")).hasText(Pattern.compile("(10:00|9:\\d\\d) left"));
        at("work-done").click();

        assertThat(at("state-lunch")).hasAttribute("aria-pressed", "true");
        assertThat(at("aftercare")).isHidden();
        assertThat(control.requests())
                .filteredOn(AgentMessage.SetState.class::isInstance)
                .extracting(request -> ((AgentMessage.SetState) request).state())
                .containsExactly("available", "lunch", "lunch");
    }

    @Test
    void letsOnlyWhoHasADeskPhoneChooseIt() {
        RIG.signIn();
        assertThat(at("device")).isHidden();

        control.switchOnDeskPhone();
        RIG.page().reload();
        at("device-desk-phone").click();
        assertThat(at("device-desk-phone")).hasAttribute("aria-pressed", "true");

        control.offer("inbound", "Service", "", 20, "desk-phone");
        assertThat(at("offer-desk")).hasText("Your desk phone rings: answer it there.");
        assertThat(at("answer")).isHidden();
        control.connected();
        assertThat(at("call")).hasAttribute("data-phase", "connected");
        assertThat(at("call-kind")).containsText("on your desk phone");
    }

    @Test
    void saysWhoPassesACallOnAndWhichColleagueCalls() {
        RIG.signInAndGoAvailable();
        control.offer("transfer", "", "Bob Castle", 20, "softphone");
        assertThat(at("offer-kind")).hasText("Passed on by Bob Castle");
        assertThat(at("offer-number")).hasText(CUSTOMER);
        control.end("missed", "You missed a call.");
        assertThat(at("last-call")).containsText("You missed a call");

        control.offer("internal", "", "Bob Castle", 20, "softphone");
        assertThat(at("offer-kind")).hasText("A colleague calls");
        assertThat(at("offer-number")).hasText("Bob Castle");
        assertThat(at("alarm")).containsText("Incoming call from Bob Castle");
    }

    @Test
    void keepsItsControlsWhereTheyAreWhateverHappensBelowThem() {
        var call = RIG.talk();
        double before = at("hangup").boundingBox().y;
        at("keypad-toggle").click();
        control.show(
                call.held("p1", true).with("agent", "bob", "Bob Castle").handover("consult", "p3"));
        assertThat(at("handover")).isVisible();
        control.send(new AgentMessage.ContactMicrophone(ScriptedControl.CONTACT, "silent"));
        assertThat(at("dead-microphone")).isVisible();
        control.show(call.recording("paused"));
        assertThat(at("pause-recording-note")).isVisible();

        assertThat(at("hangup").boundingBox().y).isEqualTo(before);
    }

    /** A control of the roster, by the name that a screen reader says. */
    private static Locator button(String name) {
        var button = RIG.page().getByLabel(name, new Page.GetByLabelOptions().setExact(true));
        assertThat(button).isEnabled();
        return button;
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }

    private static void press(String keys) {
        RIG.page().keyboard().press(keys);
    }
}
