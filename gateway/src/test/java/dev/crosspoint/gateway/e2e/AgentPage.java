package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The agent's page in headless Chromium, whose microphone is a WAV file. Each step returns when the
 * page shows what it has brought about; people are named as the gateway names them: a number in
 * E.164, an agent's name.
 */
final class AgentPage {
    private final Page page;
    private final Ears ears;

    @SuppressWarnings("JdkObsolete") // Written by one thread, read by another.
    private final StringBuffer console = new StringBuffer();

    /**
     * @param tones every tone that anybody in the tests says, Hz
     */
    AgentPage(Page page, List<Integer> tones) {
        this.page = page;
        this.ears = new Ears(page, tones, this::console);
        page.onConsoleMessage(message -> console.append(message.text()).append('\n'));
        page.onPageError(error -> console.append("page error: ").append(error).append('\n'));
    }

    /** What it hears and says. */
    Ears ears() {
        return ears;
    }

    /** Waits until it hears exactly these of all tones in the tests. */
    void awaitHears(Integer... hz) {
        ears.awaitExactly(List.of(hz));
    }

    // --- signing in, states ---

    void signIn(String user, String password) {
        the("signin-user").fill(user);
        the("signin-password").fill(password);
        the("signin-submit").click();
        assertThat(the("workspace")).isVisible();
        // A tone is no voice: the browser's noise suppression would take it away.
        the("open-settings").click();
        the("clean-voice").uncheck();
        the("settings-close").click();
    }

    void signOut() {
        the("signout").click();
        assertThat(the("signin-user")).isVisible();
    }

    void goAvailable() {
        setState("available");
    }

    /** Chooses one of the agent's states: at once, or after the contact. */
    void setState(String state) {
        the("state-" + state).click();
        assertThat(the("state-" + state)).hasAttribute("aria-pressed", "true");
    }

    void awaitState(String state) {
        assertThat(the("presence")).hasAttribute("data-current", state);
    }

    /** {@code softphone} or {@code desk-phone}. */
    void useDevice(String device) {
        the("device-" + device).click();
        assertThat(the("device-" + device)).hasAttribute("aria-pressed", "true");
    }

    /** Ends whatever the test before has left, and goes available. */
    void recover() {
        // In one go: a call that is just ending has buttons that will never be enabled again.
        page.evaluate(
                """
                () => {
                  const press = id => {
                    const button = document.getElementById(id);
                    const can = button.offsetParent !== null && !button.disabled;
                    if (can) button.click();
                    return can;
                  };
                  if (press('end-all')) document.getElementById('confirm-yes').click();
                  else if (!press('hangup')) press('decline');
                }
                """);
        awaitIdle();
        if (!"available".equals(the("presence").getAttribute("data-current"))) {
            goAvailable();
        }
    }

    /** What the page shows, without anybody's number or name. */
    String how() {
        return String.valueOf(
                page.evaluate(
                        """
                        () => ['workspace', 'offer', 'call', 'presence', 'link']
                          .map(id => document.getElementById(id))
                          .filter(part => part !== null)
                          .map(part => part.id + (part.offsetParent === null ? ' hidden' : ' shown')
                            + JSON.stringify({...part.dataset, testid: undefined}))
                          .join(', ')
                        """));
    }

    // --- calls ---

    /** Waits until a call rings here. */
    void awaitOffer() {
        assertThat(the("offer")).isVisible();
    }

    /** Waits for a call and takes it. */
    void answer() {
        the("answer").click();
        awaitConnected();
    }

    void decline() {
        the("decline").click();
        assertThat(the("offer")).isHidden();
    }

    void awaitConnected() {
        assertThat(the("call")).hasAttribute("data-phase", "connected");
    }

    void dial(String number) {
        the("dial-number").fill(number);
        the("dial").click();
    }

    void callColleague(String name) {
        the("dial-number").fill(name);
        the("dial-list").locator(named(name)).click();
        the("dial").click();
    }

    void hangUp() {
        the("hangup").click();
    }

    /** Leaves a call of three or more, which goes on. */
    void leave() {
        assertThat(the("hangup")).hasText("Leave");
        hangUp();
        awaitIdle();
    }

    void endForAll() {
        the("end-all").click();
        the("confirm-yes").click();
        awaitIdle();
    }

    void awaitIdle() {
        assertThat(the("call")).isHidden();
        assertThat(the("idle")).isVisible();
    }

    /** How the last call ended, in the gateway's words. */
    void awaitEnded(String words) {
        assertThat(the("last-call")).containsText(words);
    }

    void press(String digits) {
        if (!the("keypad").isVisible()) {
            the("keypad-toggle").click();
        }
        page.keyboard().type(digits);
    }

    void awaitDigitsHeard(String digits) {
        assertThat(the("digits-heard")).containsText(digits);
    }

    /** Waits until the page says, or says no longer, that nothing comes from the microphone. */
    void awaitDeadMicrophone(boolean dead) {
        var warning = the("dead-microphone");
        if (dead) {
            assertThat(warning).isVisible();
        } else {
            assertThat(warning).isHidden();
        }
    }

    // --- recording ---

    /**
     * Waits until it shows how the call is recorded.
     *
     * @param state {@code off}, {@code on}, {@code paused}
     */
    void awaitRecording(String state) {
        assertThat(the("recording")).hasAttribute("data-recording", state);
    }

    void pauseRecording() {
        the("pause-recording").click();
        awaitRecording("paused");
    }

    void resumeRecording() {
        the("pause-recording").click();
        awaitRecording("on");
    }

    // --- the others in the call ---

    /**
     * Waits until the roster is this, in any order.
     *
     * @param rows each a name, and what is to be seen of them besides that they are connected:
     *     {@code "+4930901820 held"}, {@code "Bob Castle ringing"}, {@code "Bob Castle held muted"}
     */
    void awaitRoster(String... rows) {
        var wanted = Arrays.stream(rows).sorted().toList();
        try {
            page.waitForFunction(
                    "wanted => (" + ROSTER + ")().join('|') === wanted.join('|')", wanted);
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "the roster should be " + wanted + ", but is " + page.evaluate(ROSTER), e);
        }
    }

    /** Waits until of those in the call exactly these are shown as talking. */
    void awaitTalkers(String... names) {
        var wanted = Arrays.stream(names).sorted().toList();
        page.waitForFunction(
                """
                wanted => [...document.querySelectorAll('[data-testid=participant][data-talking=true]')]
                  .map(row => row.dataset.name).sort().join('|') === wanted.join('|')
                """,
                wanted);
    }

    private static final String ROSTER =
            """
            () => [...document.querySelectorAll('[data-testid=participant]')].map(({ dataset }) => [
              dataset.name,
              dataset.state === 'connected' ? '' : dataset.state,
              dataset.held === 'true' ? 'held' : '',
              dataset.muted === 'true' ? 'muted' : '',
            ].filter(word => word !== '').join(' ')).sort()\
            """;

    void hold(String who) {
        act(who, "hold");
        assertThat(participant(who)).hasAttribute("data-held", "true");
    }

    void resume(String who) {
        act(who, "hold");
        assertThat(participant(who)).hasAttribute("data-held", "false");
    }

    void holdAll() {
        the("hold").click();
        assertThat(the("hold")).hasAttribute("aria-pressed", "true");
    }

    void resumeAll() {
        the("hold").click();
        assertThat(the("hold")).hasAttribute("aria-pressed", "false");
    }

    void mute(String who) {
        act(who, "mute");
        assertThat(participant(who)).hasAttribute("data-muted", "true");
    }

    void unmute(String who) {
        act(who, "mute");
        assertThat(participant(who)).hasAttribute("data-muted", "false");
    }

    void muteSelf(boolean muted) {
        the("mute").click();
        assertThat(the("mute")).hasAttribute("aria-pressed", String.valueOf(muted));
    }

    void remove(String who) {
        boolean asks = "connected".equals(participant(who).getAttribute("data-state"));
        act(who, "remove");
        if (asks) {
            the("confirm-yes").click();
        }
        assertThat(participant(who)).hasCount(0);
    }

    private void act(String who, String what) {
        participant(who).locator("[data-do=" + what + "]").click();
    }

    private Locator participant(String who) {
        return the("roster-list").locator(named(who));
    }

    // --- passing on ---

    /**
     * Passes the call on blindly.
     *
     * @param where the name of a quick connect (colleague, queue, flow), or a number
     */
    void transferTo(String where) {
        bring(where, "transfer-now");
    }

    /** Asks somebody first; likewise. */
    void consult(String where) {
        bring(where, "transfer-consult");
        assertThat(the("handover")).isVisible();
    }

    /** Adds somebody to the call; likewise. */
    void add(String where) {
        bring(where, "transfer-add");
        assertThat(the("transfer")).isHidden();
    }

    private void bring(String where, String how) {
        if (the("transfer").isHidden()) {
            the("transfer-toggle").click();
        }
        the("transfer-search").fill(where);
        // What is typed and is a number comes first; a name is looked for word by word.
        boolean number = where.matches("\\+?[0-9]+");
        var options = the("transfer-list").getByTestId("option");
        (number ? options.first() : the("transfer-list").locator(named(where))).click();
        the(how).click();
    }

    /** Waits until the one who is asked has answered, and is talked to. */
    void awaitConsulting() {
        assertThat(the("handover")).hasAttribute("data-step", "with-target");
    }

    /** Lets the others wait instead, or again. */
    void swap() {
        var before = the("handover").getAttribute("data-step");
        the("swap").click();
        assertThat(the("handover")).not().hasAttribute("data-step", before);
    }

    void join() {
        the("join").click();
        assertThat(the("handover")).isHidden();
    }

    /** Leaves the consultation to the others; before the other side has answered, once it has. */
    void complete() {
        the("complete").click();
    }

    void cancel() {
        the("cancel").click();
        assertThat(the("handover")).isHidden();
    }

    /** Waits until it is said that somebody did not come, for a reason with these words. */
    void awaitTransferFailed(String reason) {
        assertThat(the("failure-text")).containsText(reason);
        assertThat(the("handover")).isHidden();
        awaitConnected();
    }

    // --- behind the page ---

    /** The token that it is signed in with. */
    String token() {
        return String.valueOf(
                page.evaluate("() => JSON.parse(sessionStorage['crosspoint.session']).token"));
    }

    /** What it says about itself in its offer, without a line's name. */
    String offered(String attribute) {
        return String.valueOf(
                page.evaluate(
                        """
                        name => window.__connections.at(-1).localDescription.sdp
                          .split('\\r\\n').find(line => line.startsWith(`a=${name}:`)).slice(name.length + 3)
                        """,
                        attribute));
    }

    /** What the gateway shows to Prometheus. */
    String metrics() {
        return page.request().get(page.url().replaceAll("(https://[^/]+/).*", "$1metrics")).text();
    }

    Locator the(String testId) {
        return page.getByTestId(testId);
    }

    Page page() {
        return page;
    }

    /** What the page has said on its console. */
    String console() {
        return console.toString();
    }

    void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    static String named(String name) {
        return "[data-name='" + name.replace("'", "\\'") + "']";
    }
}
