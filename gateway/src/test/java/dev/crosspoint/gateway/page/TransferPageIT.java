package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Passing a call on: whom to, how, what it looks like meanwhile, and when it fails. */
final class TransferPageIT {
    @RegisterExtension static final PageRig RIG = new PageRig();

    private static final Target BOB = new Target.ToAgent("bob");

    private final ScriptedControl control = RIG.control();

    @Test
    void passesACallOnBlindlyByKeyboardAlone() {
        var call = RIG.talk();
        press("Alt+Shift+KeyF");
        assertThat(at("transfer-search")).isFocused();
        RIG.page().keyboard().type("bob");
        assertThat(at("transfer-list").getByTestId("option")).hasCount(1);
        press("ArrowDown");
        assertThat(at("transfer-search")).hasAttribute("aria-activedescendant", "transfer-list-0");
        press("Enter");
        assertThat(at("transfer-now")).isFocused();
        press("Enter");
        sent(new ContactVerb.Transfer(BOB));

        control.show(ringing(call).handover("blind", "p3"));
        assertThat(at("transfer")).isHidden();
        assertThat(at("handover-title")).hasText("Passing the call on to Bob Castle");
        assertThat(at("swap")).isHidden();
        assertThat(at("transfer-toggle")).isDisabled();
        control.end("transferred", "The call went on to somebody else.");
        assertThat(at("last-call")).containsText("went on to somebody else");
    }

    @Test
    void consultsSwapsJoinsAndCompletes() {
        var call = RIG.talk();
        choose("Bob Castle");
        at("transfer-consult").click();
        sent(new ContactVerb.Consult(BOB));

        control.show(ringing(call).handover("consult", "p3"));
        assertThat(at("handover")).hasAttribute("data-step", "ringing");
        assertThat(at("swap")).isDisabled();
        assertThat(at("join")).isDisabled();
        assertThat(at("complete")).hasText("Do not wait");

        var asked = ringing(call).state("p3", "connected").handover("consult", "p3");
        control.show(asked);
        assertThat(at("handover-title")).hasText("You talk to Bob Castle");
        assertThat(at("handover-text")).containsText("is on hold");
        assertThat(at("announce")).containsText("You talk to Bob Castle.");
        press("Alt+Shift+KeyS");
        sent(new ContactVerb.Swap());
        control.show(asked.held("p1", false).held("p3", true));
        assertThat(at("handover")).hasAttribute("data-step", "with-others");
        assertThat(at("handover-text")).hasText("Bob Castle is on hold.");

        press("Alt+Shift+KeyJ");
        sent(new ContactVerb.Join());
        control.show(call.with("agent", "bob", "Bob Castle"));
        assertThat(at("handover")).isHidden();
        assertThat(at("hangup")).hasText("Leave");

        control.show(asked);
        assertThat(at("handover")).isVisible();
        assertThat(at("complete")).hasText("Complete");
        press("Alt+Shift+KeyE");
        sent(new ContactVerb.Complete());
    }

    @Test
    void callsAConsultationOff() {
        control.show(ringing(RIG.talk()).handover("consult", "p3"));
        at("cancel").click();

        sent(new ContactVerb.Cancel());
    }

    @Test
    void saysWhyATransferFailedAndWhatIsTrueNow() {
        var call = RIG.talk();
        control.show(ringing(call).handover("blind", "p3"));
        assertThat(at("handover")).isVisible();
        control.send(
                new AgentMessage.ContactTransferFailed(
                        ScriptedControl.CONTACT, "p3", "no-answer", "Nobody answered."));
        control.show(call);

        assertThat(at("failure-title")).hasText("The transfer to Bob Castle failed.");
        assertThat(at("failure-text"))
                .hasText("Nobody answered. You talk to +49 301 234 56 again.");
        assertThat(at("alarm")).containsText("The transfer to Bob Castle failed. Nobody answered.");
        assertThat(at("handover")).isHidden();
        at("failure-close").click();
        assertThat(at("failure")).isHidden();
    }

    @Test
    void addsANumberThatIsTyped() {
        RIG.talk();
        at("transfer-toggle").click();
        at("transfer-search").fill("+44 20 7946 0000");
        assertThat(at("transfer-now")).isDisabled();
        at("transfer-list").getByText("Dial +44 207 946 0000").click();
        at("transfer-add").click();

        sent(new ContactVerb.Add(new Target.ToNumber(new Private("+442079460000"))));
        assertThat(at("transfer")).isHidden();
    }

    @Test
    void passesOnToAMenuOnlyBlindlyAndToWhoeverIsFreeInAQueue() {
        RIG.talk();
        choose("Opening hours");
        assertThat(at("transfer-consult")).isDisabled();
        assertThat(at("transfer-add")).isDisabled();
        choose("Sales");
        at("transfer-consult").click();

        sent(new ContactVerb.Consult(new Target.ToQueue("sales")));
    }

    @Test
    void showsWhoIsFreeAndWarnsOfWhoIsNot() {
        RIG.talk();
        choose("Carol Diaz");
        assertThat(at("transfer-note")).hasText("Carol Diaz is not available at the moment.");
        assertThat(option("Bob Castle")).containsText("Available");
        assertThat(option("Carol Diaz")).containsText("Not available");
        at("transfer-search").fill("nobody of that name");
        assertThat(at("transfer-now")).isDisabled();
        press("Escape");
        assertThat(at("transfer")).isHidden();
        assertThat(at("transfer-toggle")).isFocused();
    }

    @Test
    void keepsThePanelAndSaysWhichPermissionIsMissing() {
        RIG.talk();
        control.answerVerbsWith(
                new Reply.Refused(
                        AgentError.ACCESS_DENIED,
                        "your security profile lacks OutboundCallAccess"));
        choose("Sales");
        at("transfer-now").click();

        assertThat(at("error-title")).hasText("Could not pass the call on.");
        assertThat(at("error-text")).hasText("Your security profile lacks OutboundCallAccess.");
        assertThat(at("transfer")).isVisible();
        assertThat(at("transfer-now")).isEnabled();
    }

    private static void choose(String name) {
        if (at("transfer").isHidden()) {
            at("transfer-toggle").click();
        }
        option(name).click();
    }

    private static Locator option(String name) {
        return at("transfer-list").locator("[data-name='" + name + "']");
    }

    private static CallScript ringing(CallScript call) {
        return call.held("p1", true).with("agent", "bob", "Bob Castle").state("p3", "ringing");
    }

    private void sent(ContactVerb verb) {
        RIG.page().waitForCondition(() -> control.verbs().contains(verb));
        assertThat(control.verbs()).containsOnlyOnce(verb);
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }

    private static void press(String keys) {
        RIG.page().keyboard().press(keys);
    }
}
