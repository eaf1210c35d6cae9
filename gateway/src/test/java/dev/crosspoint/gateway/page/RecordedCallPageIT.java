package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a call is recorded, said and seen, and the button that pauses it. */
final class RecordedCallPageIT {
    @RegisterExtension static final PageRig RIG = new PageRig();

    private static final String PAUSED =
            "What is said now is not recorded. Resume when the card data is through.";

    private final ScriptedControl control = RIG.control();

    @Test
    void saysNothingOfACallThatIsNotRecorded() {
        RIG.talk();

        assertThat(at("recording")).isHidden();
        assertThat(at("pause-recording")).isHidden();
        press();
        at("mute").click();
        RIG.page()
                .waitForCondition(() -> control.verbs().contains(new ContactVerb.Mute(null, true)));
        assertThat(control.verbs()).noneMatch(ContactVerb.PauseRecording.class::isInstance);
    }

    @Test
    void pausesAndResumesByButtonAndByKeyboard() {
        var call = RIG.talk();
        control.show(call.recording("on"));
        assertThat(at("recording")).hasText("Recording");
        assertThat(at("announce")).hasText("The call is recorded.");
        assertThat(at("pause-recording-note")).isHidden();
        assertThat(at("pause-recording")).hasAccessibleDescription("");
        at("pause-recording").click();
        assertThat(at("pause-recording")).hasText("Pause recording");

        control.show(call.recording("paused"));
        assertThat(at("recording")).hasText("Recording paused");
        assertThat(at("announce")).hasText("Recording paused. " + PAUSED);
        assertThat(at("pause-recording-note")).hasText(PAUSED);
        assertThat(at("pause-recording")).hasText("Resume recording");
        assertThat(at("pause-recording")).hasAttribute("aria-pressed", "true");
        assertThat(at("pause-recording")).hasAccessibleDescription(PAUSED);
        assertThat(at("pause-recording")).isFocused();
        press();

        control.show(call.recording("on"));
        assertThat(at("announce")).hasText("The call is recorded again.");
        assertThat(at("pause-recording")).hasAttribute("aria-pressed", "false");
        RIG.page().waitForCondition(() -> control.verbs().size() == 3);
        assertThat(control.verbs())
                .containsExactly(
                        new ContactVerb.Accept(),
                        new ContactVerb.PauseRecording(true),
                        new ContactVerb.PauseRecording(false));
    }

    @Test
    void saysAtOnceThatARecordingIsLost() {
        var call = RIG.talk();
        control.show(call.recording("on"));
        control.show(call.recording("failed"));

        assertThat(at("recording")).hasText("Not recorded: it could not be kept");
        assertThat(at("alarm")).hasText("Not recorded: it could not be kept.");
        assertThat(at("pause-recording")).isHidden();
    }

    @Test
    void saysThatARecordingHasEnded() {
        var call = RIG.talk();
        control.show(call.recording("on"));
        assertThat(at("recording")).isVisible();
        control.show(call);

        assertThat(at("recording")).isHidden();
        assertThat(at("announce")).hasText("The call is not recorded any more.");
    }

    /** The page shows what is so, not what was wished. */
    @Test
    void goesOnSayingThatItRecordsWhenThePauseIsRefused() {
        control.show(RIG.talk().recording("on"));
        control.answerVerbsWith(
                new Reply.Refused(AgentError.CONFLICT, "the contact is not in a state for that"));
        at("pause-recording").click();

        assertThat(at("error-title")).hasText("Could not pause the recording.");
        assertThat(at("recording")).hasText("Recording");
        assertThat(at("pause-recording")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void cannotBePausedAnyMoreWhileTheCallEnds() {
        control.show(RIG.talk().with("agent", "bob", "Bob Castle").recording("on"));
        assertThat(at("pause-recording")).isEnabled();
        at("end-all").click();
        at("confirm-yes").click();

        assertThat(at("call")).hasAttribute("data-phase", "ending");
        assertThat(at("pause-recording")).isDisabled();
    }

    @Test
    void isSeenByWhoListensInSilenceAndPausedOnlyByWhoTakesPart() {
        control.permit("AccessMetrics", "ManagerListenIn", "ManagerBargeIn");
        RIG.signIn();
        var call = CallScript.of("live-1", "bob", "Bob Castle").recording("on");
        control.offer("monitor", "", "", 0, "softphone");
        become(Supervision.MONITOR);
        control.accept();
        control.show(call, "p9");
        RIG.connect();
        assertThat(at("announce"))
                .hasText("Connected. Nobody hears you, and nobody is told. The call is recorded.");
        assertThat(at("recording")).hasText("Recording");
        assertThat(at("pause-recording")).isHidden();
        become(Supervision.WHISPER);
        assertThat(at("hears")).hasText("Only Bob Castle hears you.");
        assertThat(at("pause-recording")).isHidden();

        become(Supervision.BARGE);
        control.show(call.with("supervisor", "alice", "Alice Baker"), "p3");
        assertThat(at("pause-recording")).isVisible();
    }

    @Test
    void marksTheLiveContactsThatAreRecorded() {
        control.permit("AccessMetrics");
        RIG.page().navigate(RIG.url() + "/supervisor");
        RIG.signIn();
        assertThat(at("live-tally")).hasText("0 live · 0 talking · 0 waiting");
        var call = CallScript.of("live-1", "bob", "Bob Castle");
        see(call);
        assertThat(at("live-call")).hasCount(1);
        assertThat(at("live-recording")).isHidden();

        see(call.recording("on"));
        assertThat(at("live-recording")).hasText("Recording");
        see(call.recording("paused"));
        assertThat(at("live-recording")).hasText("Recording paused");
        see(call.recording("failed"));
        assertThat(at("live-recording")).hasText("Not recorded: it could not be kept");
        assertThat(at("live-recording")).isVisible();
    }

    private void become(Supervision how) {
        control.send(
                new AgentMessage.ContactSupervision(ScriptedControl.CONTACT, CallScript.SELF, how));
    }

    private void see(CallScript call) {
        control.send(new AgentMessage.ContactSeen(call.view()));
    }

    private static void press() {
        RIG.page().keyboard().press("Alt+Shift+KeyO");
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }
}
