package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console of somebody who may search, listen and look at the audit trail, in a window of its
 * own. With the system property {@code crosspoint.images}, a folder, pictures are kept there for
 * the documentation.
 */
final class ConsolePage implements AutoCloseable {
    private static final @Nullable String IMAGES = System.getProperty("crosspoint.images");

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private ConsolePage(BrowserContext context, String url) {
        this.context = context;
        context.setDefaultTimeout(Browsers.LIMIT_MS);
        this.page = context.newPage();
        page.onPageError(complaints::add);
        page.navigate(url);
    }

    /** Opens it in the browser of a colleague, who signs in there. */
    static ConsolePage open(Rig rig, String user) {
        var browser = requireNonNull(rig.colleague(user).page().context().browser());
        var context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setIgnoreHTTPSErrors(true)
                                .setColorScheme(ColorScheme.LIGHT)
                                .setViewportSize(1280, 900));
        var console =
                new ConsolePage(context, "https://127.0.0.1:" + rig.proxy().port() + "/console");
        console.the("signin-user").fill(user);
        console.the("signin-password").fill(Rig.PASSWORD);
        console.the("signin-submit").click();
        assertThat(console.the("page-contacts")).isVisible();
        return console;
    }

    Locator the(String testId) {
        return page.getByTestId(testId);
    }

    String url() {
        return page.url();
    }

    // ---- contacts

    /** Searches by the customer's number until that contact is found, which is on record soon. */
    void awaitFound(String number, String contact) {
        the("q-number").fill(number);
        var row = found(contact);
        for (int tries = 0; tries < 20; tries++) {
            the("search-go").click();
            assertThat(the("found")).hasAttribute("aria-busy", "false");
            if (row.isVisible()) {
                return;
            }
            page.waitForTimeout(500);
        }
        assertThat(row).isVisible();
    }

    Locator found(String contact) {
        return page.locator("[data-testid=found-contact][data-contact='" + contact + "']");
    }

    /** Opens a contact that was found, and waits until its recording can be seen. */
    void openFound(String contact) {
        found(contact).locator("a").click();
        assertThat(the("contact-facts")).isVisible();
        assertThat(the("player-length")).not().hasText("0:00");
    }

    // ---- a recording

    /** Plays from the beginning until that second is shown, and pauses. */
    void playTo(int second) {
        the("player-toggle").click();
        assertThat(the("player-now")).hasText(Pattern.compile("0:0[" + second + "-9]"));
        the("player-toggle").click();
        assertThat(the("player-toggle")).hasAttribute("aria-label", "Play");
        assertThat(the("player-message")).isHidden();
    }

    /** Chooses whom to hear by the key for it. */
    void soloByKey(String who) {
        the("player-position").focus();
        for (int i = 0; i < 3 && !isPressed("solo-" + who); i++) {
            page.keyboard().press("s");
        }
        assertThat(the("solo-" + who)).hasAttribute("aria-pressed", "true");
    }

    private boolean isPressed(String testId) {
        return "true".equals(the(testId).getAttribute("aria-pressed"));
    }

    /** Waits until the page tells of somebody who listened. */
    void awaitListener(String user, Pattern words) {
        var row = page.locator("[data-testid=listener][data-user='" + user + "']");
        assertThat(row).hasText(words);
    }

    /** Deletes it, and shows once more who it is when that is asked. */
    void deleteRecording(String reason) {
        the("recording-delete").click();
        the("ask-reason").selectOption(reason);
        the("ask-yes").click();
        var deleted = page.getByText(Pattern.compile("^Deleted by"));
        assertThat(deleted.or(the("ask-password")).first()).isVisible();
        if (the("ask-password").isVisible()) {
            the("ask-password").fill(Rig.PASSWORD);
            the("ask-yes").click();
        }
        assertThat(the("recording-notice")).hasText(Pattern.compile("Deleted"));
    }

    // ---- the audit trail

    /** Looks at what was done to a recording. */
    void showTrailOf(String recording) {
        the("to-audit").click();
        the("t-recording").fill(recording);
        the("trail-go").click();
        assertThat(the("trail-event").first()).isVisible();
    }

    Locator events(String name) {
        return page.locator("[data-testid=trail-event][data-name=" + name + "]");
    }

    // ---- pictures

    /** Keeps a picture, when pictures are wanted. */
    void picture(String name) {
        if (IMAGES != null) {
            page.waitForLoadState(LoadState.NETWORKIDLE);
            var file = Path.of(IMAGES).resolve(name + ".png");
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        }
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("errors of the console's script").isEmpty();
    }
}
