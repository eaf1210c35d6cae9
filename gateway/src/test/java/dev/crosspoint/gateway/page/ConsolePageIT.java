package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real Chromium, against a scripted API; target/page has pictures to look at. */
final class ConsolePageIT {
    private static final String SEARCH = "POST /api/contact-records/search";
    private static final String RECORDING = "/api/recordings/" + ConsoleScript.RECORDING;

    @RegisterExtension static final PageRig RIG = new PageRig();

    private ConsoleScript console() {
        var script = ConsoleScript.of(RIG.page());
        RIG.page().navigate(RIG.url() + "/console");
        return script;
    }

    private ConsoleScript signedIn() {
        var script = console();
        signIn();
        assertThat(at("found-contact")).hasCount(3);
        return script;
    }

    private void signIn() {
        at("signin-user").fill("alice");
        at("signin-password").fill(ConsoleScript.PASSWORD);
        RIG.page().keyboard().press("Enter");
    }

    private void openContact() {
        at("found-contact").first().locator("a").click();
        assertThat(at("player-length")).hasText("0:06");
    }

    private static Locator at(String testId) {
        return RIG.at(testId);
    }

    @ParameterizedTest
    @CsvSource(textBlock = "LIGHT, 1280\nDARK, 1280\nLIGHT, 320\nDARK, 1600")
    void looksFinishedOnEveryPage(ColorScheme scheme, int width) {
        RIG.open(scheme, width);
        var script = console();
        RIG.looksRight("41-console-sign-in");
        signIn();
        assertThat(at("found-contact")).hasCount(3);
        at("search").locator("summary").click();
        RIG.looksRight("42-contacts");
        openContact();
        assertThat(at("listener")).hasCount(1);
        RIG.looksRight("43-contact");
        at("recording-delete").click();
        RIG.looksRight("44-delete");
        at("ask-no").click();
        at("to-people").click();
        assertThat(at("user")).hasCount(2);
        RIG.looksRight("45-people");
        at("users-new").click();
        RIG.looksRight("46-add");
        at("ask-no").click();
        at("account-factor").click();
        assertThat(at("secret")).isVisible();
        RIG.looksRight("47-second-factor");
        at("ask-no").click();
        at("to-audit").click();
        assertThat(at("trail-event")).hasCount(4);
        at("trail-event").first().locator("summary").click();
        RIG.looksRight("48-audit");
        at("to-trunks").click();
        assertThat(at("trunk")).hasCount(5);
        assertThat(at("trunk").nth(3)).containsText("Down");
        RIG.looksRight("49-trunks");
        at("to-network").click();
        assertThat(at("network-row")).hasCount(1);
        RIG.looksRight("49-network");
        script.json(SEARCH, new JsonObject().put("contacts", new JsonArray()));
        at("to-contacts").click();
        at("search-go").click();
        assertThat(at("found-empty")).containsText("No contacts in that time");
        RIG.looksRight("50-nothing-found");
    }

    @Test
    void keepsASearchInTheAddressButNoNumberAndNoAttribute() {
        var script = signedIn();
        at("q-agent").fill("alice");
        at("q-number").fill(ConsoleScript.NUMBER);
        at("search").locator("summary").click();
        at("q-attribute").fill("tier");
        at("q-value").fill("gold");
        int before = script.asked(SEARCH).size();
        at("search-go").click();
        assertThat(RIG.page()).hasURL(RIG.url() + "/console/contacts?agent=alice");
        // The address is another before anything is asked.
        RIG.page().waitForCondition(() -> script.asked(SEARCH).size() > before);
        var search = script.asked(SEARCH).getLast();
        assertThat(search.query()).isEmpty();
        var asked = new JsonObject(search.body());
        assertThat(asked.getString("agent")).isEqualTo("alice");
        assertThat(asked.getString("number")).isEqualTo(ConsoleScript.NUMBER);
        assertThat(asked.getString("attribute")).isEqualTo("tier");
        assertThat(asked.getString("value")).isEqualTo("gold");
        assertThat(RIG.page().evaluate("JSON.stringify(history.state)")).isEqualTo("null");
        assertThat(RIG.page().evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })"))
                .asString()
                .doesNotContain("555001", "tier", "gold");

        openContact();
        at("back").click();
        assertThat(at("q-number")).hasValue("");
        RIG.page().goBack();
        RIG.page().goBack();
        assertThat(at("q-agent")).hasValue("alice");
        assertThat(at("q-number")).hasValue("");
        assertThat(at("q-attribute")).hasValue("");
        assertThat(at("q-value")).hasValue("");
    }

    @Test
    void tellsWhatWasReallyPlayed() {
        var script = signedIn();
        openContact();
        assertThat(script.asked("POST " + RECORDING + "/plays")).isEmpty();
        at("player-position").focus();
        RIG.page().keyboard().press("Space");
        assertThat(at("player-now")).hasText(Pattern.compile("0:0[1-5]"));
        RIG.page().keyboard().press("Space");
        assertThat(at("player-toggle")).hasAttribute("aria-label", "Play");
        var heard = "POST " + RECORDING + "/plays/t/heard";
        RIG.page().waitForCondition(() -> !script.asked(heard).isEmpty());
        var report = script.asked(heard).getLast();
        var first = ConsoleScript.ranges(report).getJsonArray(0);
        assertThat(first.getInteger(0)).isZero();
        assertThat(first.getInteger(1)).isBetween(900, 5_999);

        RIG.page().keyboard().press("9");
        assertThat(at("player-now")).hasText("0:05");
        RIG.page().keyboard().press("s");
        assertThat(at("solo-customer")).hasAttribute("aria-pressed", "true");
        RIG.page().keyboard().press("+");
        assertThat(at("player-speed")).hasValue("1.25");
    }

    @Test
    void tellsWhyARecordingDoesNotPlayAnyMore() {
        var script = signedIn();
        script.refuse("POST " + RECORDING + "/plays", 403, "key-denied");
        openContact();
        at("player-toggle").click();
        assertThat(at("player-message")).containsText("Whoever owns the key can allow it again");
        script.refuse("POST " + RECORDING + "/plays", 410, "recording-gone");
        at("player-toggle").click();
        assertThat(at("player-message")).containsText("was deleted");
        RIG.expectComplaint("status of 403");
        RIG.expectComplaint("status of 410");
    }

    @Test
    void tellsWhyTheSoundOfATicketDoesNotCome() {
        var script = signedIn();
        script.refuse("GET " + RECORDING + "/audio", 403, "key-denied");
        openContact();
        at("player-toggle").click();
        assertThat(at("player-message")).containsText("Whoever owns the key can allow it again");
        assertThat(at("player-toggle")).hasAttribute("aria-label", "Play");
        RIG.expectComplaint("status of 403");
    }

    @Test
    void asksWhoItIsBeforeADeletion() {
        var script = signedIn();
        openContact();
        script.refuse("DELETE " + RECORDING, 403, "step-up-required");
        at("recording-delete").click();
        at("ask-reason").selectOption("test-call");
        at("ask-yes").click();
        at("ask-password").fill(ConsoleScript.PASSWORD);
        script.json("DELETE " + RECORDING, new JsonObject().put("removed", true));
        script.json(
                "GET " + RECORDING,
                ConsoleJson.recording("deleted")
                        .put("deletedBy", "alice")
                        .put("deleteReason", "test-call"));
        at("ask-yes").click();
        assertThat(at("recording-notice")).containsText("Deleted by alice");
        assertThat(at("player")).hasCount(0);
        assertThat(script.asked("DELETE " + RECORDING).getLast().body()).contains("test-call");
        RIG.expectComplaint("status of 403");
    }

    @Test
    void goesThroughTheStepsOfASignIn() {
        var script = console();
        var next = new JsonObject().put("ticket", "t").put("next", "code");
        script.refuse("POST /api/session", 401, "code-required", next);
        script.refuse("POST /api/session/code", 401, "sign-in-failed");
        signIn();
        at("step-input").fill("000000");
        at("step-submit").click();
        assertThat(at("step-error")).containsText("That is not the code");
        script.json(
                "POST /api/session/code",
                new JsonObject()
                        .put("token", "t")
                        .put("agent", "alice")
                        .put("displayName", "Alice Baker"));
        at("step-input").fill("123456");
        at("step-submit").click();
        assertThat(at("found-contact")).hasCount(3);
        RIG.expectComplaint("status of 401");
    }

    @Test
    void showsOnlyThePagesThatAreAllowed() {
        var script = console();
        script.permit(List.of("BasicAgentAccess", "MyContacts.View"));
        signIn();
        assertThat(at("found-contact")).hasCount(3);
        assertThat(at("to-audit")).isHidden();
        assertThat(at("to-live")).isHidden();
        at("to-people").click();
        assertThat(at("account")).isVisible();
        assertThat(at("users")).isHidden();
        RIG.page().navigate(RIG.url() + "/console/audit");
        assertThat(at("page-none")).containsText("does not allow");
        assertThat(script.asked("GET /api/audit")).isEmpty();
    }

    @Test
    void signsOutWhenTheSignInIsOver() {
        var script = signedIn();
        script.refuse(SEARCH, 401, "not-signed-in");
        at("search-go").click();
        assertThat(at("signin-error")).containsText("expired");
        assertThat(at("found-contact")).hasCount(0);
        RIG.expectComplaint("status of 401");
    }
}
