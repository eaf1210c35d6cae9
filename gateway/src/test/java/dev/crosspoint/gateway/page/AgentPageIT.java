package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing in and out, answering, dialling, and lost connections. */
final class AgentPageIT {
    @RegisterExtension static final PageRig RIG = new PageRig();

    private final ScriptedControl control = RIG.control();

    @Test
    void answersACallSpeaksAndListensThenHangsUpByKeyboard() {
        RIG.signInAndGoAvailable();
        control.offer(20);

        assertThat(at("offer-number")).hasText("+49 301 234 56");
        assertThat(at("offer-queue")).hasText("Service");
        assertThat(at("offer-attributes")).containsText("Billing");
        assertThat(at("alarm")).containsText("Incoming call from plus 4 9 3 0");
        press("Alt+Shift+KeyA");
        RIG.connect();
        assertThat(at("call-timer")).hasText(Pattern.compile("\\d:\\d\\d"));
        RIG.farEnd().hearsMoreThan(-50);
        RIG.page()
                .waitForFunction(
                        "() => Number(document.querySelector('[data-testid=meter-customer]')"
                                + ".getAttribute('aria-valuenow')) > -40");

        at("keypad-toggle").click();
        RIG.page().keyboard().type("12#");
        assertThat(at("digits-sent")).hasText("12#");
        at("mute").click();
        assertThat(at("mute")).hasAttribute("aria-pressed", "true");
        press("Alt+Shift+KeyH");

        assertThat(at("last-call")).containsText("You ended the call");
        assertThat(at("recent").locator("li")).hasCount(1);
        assertThat(control.verbs()).filteredOn(ContactVerb.SendDigits.class::isInstance).hasSize(3);
        assertThat(control.verbs()).contains(new ContactVerb.Mute(null, true));
    }

    @Test
    void keepsTheAudioThroughALostSocketAndResumesWithoutMissingAnEvent() {
        RIG.signInAndGoAvailable();
        control.offer(20);
        at("answer").click();
        RIG.connect();

        RIG.proxy().cut();
        assertThat(at("banner-link")).isVisible();
        control.send(
                new AgentMessage.ContactDigit(ScriptedControl.CONTACT, "p1", new Private("7")));
        RIG.farEnd().hearsMoreThan(-50);
        assertThat(at("reconnect-now")).isVisible();
        RIG.proxy().mend();
        // The page may have come back by itself by then, and the button is gone.
        at("reconnect-now").dispatchEvent("click");

        assertThat(at("link")).hasAttribute("data-state", "online");
        assertThat(at("digits-heard")).hasText("7");
        assertThat(at("call")).hasAttribute("data-phase", "connected");
        assertThat(control.requests()).filteredOn(AgentMessage.Invite.class::isInstance).hasSize(1);
    }

    @Test
    void declinesACall() {
        RIG.signInAndGoAvailable();
        control.offer(20);
        at("decline").click();

        assertThat(at("idle")).isVisible();
        assertThat(at("last-call")).containsText("You declined");
    }

    @Test
    void saysWhatToDoWhenACallCannotBePlaced() {
        RIG.signInAndGoAvailable();
        at("dial-number").fill("not a number");
        at("dial").click();
        assertThat(at("dial-error")).containsText("country code");

        control.answerDialsWith(
                new Reply.Refused(AgentError.BAD_REQUEST, "that number cannot be called"));
        at("dial-number").fill("+44 20 7946 0000");
        at("dial").click();
        assertThat(at("error-title")).hasText("Could not place the call.");
        assertThat(at("error-text")).hasText("That number cannot be called.");
    }

    @Test
    void placesACallAndShowsItsProgress() {
        RIG.signInAndGoAvailable();
        control.answerDialsWith(new Reply.Dialing(ScriptedControl.CONTACT));
        at("dial-number").fill("(020) 7946-0000");
        press("Enter");
        assertThat(at("call-number")).hasText("02079460000");

        control.accept();
        RIG.farEnd().answer(control, RIG.page());
        control.send(new AgentMessage.ContactProgress(ScriptedControl.CONTACT, "ringing"));
        assertThat(at("call-status")).containsText("rings");
        control.end("busy", "It is busy.");
        assertThat(at("error-text")).hasText("It is busy.");
    }

    @Test
    void callsAColleagueWhoIsChosenByKeyboard() {
        RIG.signInAndGoAvailable();
        control.answerDialsWith(new Reply.Dialing(ScriptedControl.CONTACT));
        press("Alt+Shift+KeyC");
        RIG.page().keyboard().type("ca");
        assertThat(at("dial-list").getByTestId("option")).hasCount(2);
        assertThat(at("dial-list")).containsText("Not available");
        press("ArrowDown");
        press("Enter");
        assertThat(at("dial-number")).hasValue("Bob Castle");
        press("Enter");

        assertThat(at("call-number")).hasText("Bob Castle");
        assertThat(at("call-kind")).hasText("Call to a colleague");
        assertThat(control.requests())
                .filteredOn(AgentMessage.Dial.class::isInstance)
                .extracting(request -> ((AgentMessage.Dial) request).target())
                .containsExactly(new Target.ToAgent("bob"));
    }

    @Test
    void rejectsAWrongPasswordWithoutSayingWhichPartWasWrong() {
        at("signin-user").fill("alice");
        at("signin-password").fill("wrong");
        at("signin-submit").click();

        assertThat(at("signin-error")).hasText("That name and password do not belong together.");
        RIG.expectComplaint("401");
    }

    @Test
    void staysSignedInThroughAReload() {
        RIG.signInAndGoAvailable();
        RIG.page().reload();

        assertThat(at("who")).hasText("Alice Baker");
        assertThat(at("link")).hasAttribute("data-state", "online");
    }

    @Test
    void leavesWhenTheGatewayEndsTheSession() {
        RIG.signInAndGoAvailable();
        control.send(new AgentMessage.EndSession("signed-in-elsewhere"));

        assertThat(at("signin")).isVisible();
        assertThat(at("signin-error")).containsText("signed in elsewhere");
    }

    @Test
    void signsOutAndForgetsTheToken() {
        RIG.signInAndGoAvailable();
        at("signout").click();

        assertThat(at("signin")).isVisible();
        RIG.page().reload();
        assertThat(at("signin")).isVisible();
    }

    @Test
    void asksBeforeItSignsOutOfACall() {
        RIG.talk();
        at("signout").click();
        assertThat(at("confirm-title")).hasText("Sign out and end your call?");
        press("Escape");
        assertThat(at("call")).isVisible();

        at("signout").click();
        at("confirm-yes").click();
        assertThat(at("signin")).isVisible();
    }

    @ParameterizedTest
    @EnumSource(
            value = AgentError.class,
            names = {"TIMEOUT", "INTERNAL"})
    void triesAgainByItselfWhenTheGatewayIsNotReadyForIt(AgentError error) {
        RIG.signInAndGoAvailable();
        control.answerTokensWith(new Reply.Refused(error, "not now"));
        RIG.page().reload();

        assertThat(at("banner-link")).containsText("not ready to take you in");
        assertThat(at("banner-link")).containsText("Trying again");
        RIG.page().waitForCondition(() -> tokensSeen() >= 3);
        control.answerTokensWith(null);

        assertThat(at("link")).hasAttribute("data-state", "online");
        assertThat(at("banner-link")).isHidden();
        assertThat(at("who")).hasText("Alice Baker");
    }

    @Test
    void signsOutWhenItsTokenIsRefused() {
        RIG.signInAndGoAvailable();
        control.answerTokensWith(new Reply.Refused(AgentError.ACCESS_DENIED, "no such token"));
        RIG.page().reload();

        assertThat(at("signin-error")).hasText("Your sign-in has expired. Please sign in again.");
    }

    @Test
    void explainsAMicrophoneThatIsNotAllowed() {
        RIG.open(ColorScheme.LIGHT, 1280);
        RIG.page()
                .addInitScript(
                        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }");
        RIG.page().reload();
        RIG.signIn();
        at("state-available").click();

        assertThat(at("banner-microphone"))
                .containsText("does not let this page use the microphone");
        assertThat(at("state-available")).hasAttribute("aria-pressed", "false");
    }

    private long tokensSeen() {
        return control.requests().stream()
                .filter(AgentMessage.Authenticate.class::isInstance)
                .count();
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }

    private static void press(String keys) {
        RIG.page().keyboard().press(keys);
    }
}
