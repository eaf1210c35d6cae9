package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.crosspoint.gateway.access.Account;
import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.access.SignIn;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.access.Tokens;
import dev.crosspoint.gateway.http.GatewayRouter;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.agent.AgentCounters;
import dev.crosspoint.signaling.agent.AgentVerticle;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.AgentMessage.Reply;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.Tenant;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init") // The browser and the gateway start before the tests.
final class AgentPageIT {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Private HASH = PasswordHash.of("correct horse");
    private static final Path PICTURES = Path.of("target/page");

    private static Chromium chromium;
    private static Vertx vertx;
    private static ScriptedControl control;
    private static CutProxy proxy;

    private BrowserContext context;
    private Page page;
    private FarEnd farEnd;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start(Peers.require("chromium"), List.of());
        vertx = Vertx.vertx();
        LocalCodec.installOn(vertx.eventBus());
        control = new ScriptedControl(vertx);
        var identity =
                TlsIdentity.selfSigned(
                        List.of("localhost", "127.0.0.1"), Instant.now(), new SecureRandom());
        var config =
                new AgentConfig(
                        "127.0.0.1",
                        0,
                        identity,
                        List.of(),
                        List.of(),
                        15_000,
                        30_000,
                        5_000,
                        65_536);
        var listener = new AgentVerticle(config, router().handler(), AgentCounters.NONE);
        await(vertx.deployVerticle(listener));
        proxy = new CutProxy(vertx, listener.port());
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
            await(vertx.close());
        }
    }

    @BeforeEach
    void openThePage() {
        open(ColorScheme.LIGHT, 1280);
    }

    @AfterEach
    void closeThePage() {
        context.close();
        assertThat(complaints).as("errors on the browser's console").isEmpty();
    }

    @Test
    void answersACallSpeaksAndListensThenHangsUpByKeyboard() {
        signInAndGoAvailable();
        control.offer(20);

        assertThat(at("offer-number")).hasText("+49 301 234 56");
        assertThat(at("offer-queue")).hasText("Service");
        assertThat(at("offer-attributes")).containsText("Billing");
        assertThat(at("alarm")).containsText("Incoming call from plus 4 9 3 0");
        page.keyboard().press("Alt+Shift+KeyA");
        connect();
        assertThat(at("call-timer")).hasText(Pattern.compile("\\d:\\d\\d"));
        farEnd.hearsMoreThan(-50);
        page.waitForFunction(
                "() => document.querySelector('[data-testid=meter-customer]').ariaValueNow > -40"
                        + " || document.querySelector('[data-testid=meter-customer]').getAttribute('aria-valuenow') > -40");

        at("keypad-toggle").click();
        page.keyboard().type("12#");
        assertThat(at("digits-sent")).hasText("12#");
        at("mute").click();
        assertThat(at("mute")).hasAttribute("aria-pressed", "true");
        page.keyboard().press("Alt+Shift+KeyH");

        assertThat(at("last-call")).containsText("You hung up");
        assertThat(at("recent").locator("li")).hasCount(1);
        assertThat(control.requests())
                .filteredOn(request -> verb(request) instanceof ContactVerb.SendDigits)
                .hasSize(3);
        assertThat(control.requests())
                .anyMatch(request -> new ContactVerb.Mute(null, true).equals(verb(request)));
    }

    private static @Nullable ContactVerb verb(AgentMessage.Request request) {
        return request instanceof AgentMessage.OnContact onContact ? onContact.verb() : null;
    }

    @Test
    void keepsTheAudioThroughALostSocketAndResumesWithoutMissingAnEvent() {
        signInAndGoAvailable();
        control.offer(20);
        at("answer").click();
        connect();

        proxy.cut();
        assertThat(at("banner-link")).isVisible();
        control.send(
                new AgentMessage.ContactDigit(ScriptedControl.CONTACT, "p1", new Private("7")));
        farEnd.hearsMoreThan(-50);
        proxy.mend();
        at("reconnect-now").click();

        assertThat(at("link")).hasAttribute("data-state", "online");
        assertThat(at("digits-heard")).hasText("7");
        assertThat(at("call")).hasAttribute("data-phase", "connected");
        assertThat(control.requests()).filteredOn(AgentMessage.Invite.class::isInstance).hasSize(1);
    }

    @Test
    void declinesACall() {
        signInAndGoAvailable();
        control.offer(20);
        at("decline").click();

        assertThat(at("idle")).isVisible();
        assertThat(at("last-call")).containsText("You declined");
    }

    @Test
    void saysWhatToDoWhenACallCannotBePlaced() {
        signInAndGoAvailable();
        at("dial-number").fill("not a number");
        at("dial").click();
        assertThat(at("dial-error")).containsText("country code");

        control.answerDialsWith(
                new Reply.Refused(AgentError.BAD_REQUEST, "that number cannot be called"));
        at("dial-number").fill("+44 20 7946 0000");
        at("dial").click();
        assertThat(at("error-title")).hasText("Could not place the call.");
        assertThat(at("error-text")).hasText("that number cannot be called.");
    }

    @Test
    void placesACallAndShowsItsProgress() {
        signInAndGoAvailable();
        control.answerDialsWith(new Reply.Dialing(ScriptedControl.CONTACT));
        at("dial-number").fill("(020) 7946-0000");
        page.keyboard().press("Enter");
        assertThat(at("call-number")).hasText("02079460000");

        control.send(
                new AgentMessage.ContactAccepted(
                        ScriptedControl.CONTACT, new Private("contact-token")));
        farEnd.answer(control, page);
        control.send(new AgentMessage.ContactProgress(ScriptedControl.CONTACT, "ringing"));
        assertThat(at("call-status")).containsText("rings");
        control.send(new AgentMessage.ContactEnded(ScriptedControl.CONTACT, "busy", "It is busy."));
        assertThat(at("error-text")).hasText("It is busy.");
    }

    @Test
    void rejectsAWrongPasswordWithoutSayingWhichPartWasWrong() {
        at("signin-user").fill("alice");
        at("signin-password").fill("wrong");
        at("signin-submit").click();

        assertThat(at("signin-error")).hasText("That name and password do not belong together.");
        complaints.removeIf(line -> line.contains("401"));
    }

    @Test
    void staysSignedInThroughAReload() {
        signInAndGoAvailable();
        page.reload();

        assertThat(at("who")).hasText("Alice Baker");
        assertThat(at("link")).hasAttribute("data-state", "online");
    }

    @Test
    void leavesWhenTheGatewayEndsTheSession() {
        signInAndGoAvailable();
        control.send(new AgentMessage.EndSession("signed-in-elsewhere"));

        assertThat(at("signin")).isVisible();
        assertThat(at("signin-error")).containsText("signed in elsewhere");
    }

    @Test
    void signsOutAndForgetsTheToken() {
        signInAndGoAvailable();
        at("signout").click();

        assertThat(at("signin")).isVisible();
        page.reload();
        assertThat(at("signin")).isVisible();
    }

    @ParameterizedTest
    @EnumSource(
            value = AgentError.class,
            names = {"TIMEOUT", "INTERNAL"})
    void triesAgainByItselfWhenTheGatewayIsNotReadyForIt(AgentError error) {
        signInAndGoAvailable();
        control.answerTokensWith(new Reply.Refused(error, "not now"));
        page.reload();

        assertThat(at("banner-link")).containsText("not ready to take you in");
        assertThat(at("banner-link")).containsText("Trying again");
        page.waitForCondition(() -> tokensSeen() >= 3);
        control.answerTokensWith(null);

        assertThat(at("link")).hasAttribute("data-state", "online");
        assertThat(at("banner-link")).isHidden();
        assertThat(at("who")).hasText("Alice Baker");
    }

    @Test
    void signsOutWhenItsTokenIsRefused() {
        signInAndGoAvailable();
        control.answerTokensWith(new Reply.Refused(AgentError.ACCESS_DENIED, "no such token"));
        page.reload();

        assertThat(at("signin-error")).hasText("Your sign-in has expired. Please sign in again.");
        control.answerTokensWith(null);
    }

    @Test
    void explainsAMicrophoneThatIsNotAllowed() {
        context.close();
        open(ColorScheme.LIGHT, 1280);
        page.addInitScript(
                "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }");
        page.reload();
        signIn();
        at("state-available").click();

        assertThat(at("banner-microphone"))
                .containsText("does not let this page use the microphone");
        assertThat(at("state-available")).hasAttribute("aria-pressed", "false");
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void looksFinishedAndIsReadable(ColorScheme scheme) {
        for (int width : new int[] {1280, 390}) {
            context.close();
            open(scheme, width);
            picture(scheme, width, "1-sign-in");
            signInAndGoAvailable();
            picture(scheme, width, "2-idle");
            readable();
            control.offer(20);
            assertThat(at("offer")).isVisible();
            readable();
            picture(scheme, width, "3-ringing");
            at("answer").click();
            connect();
            control.send(
                    new AgentMessage.ContactQuality(
                            ScriptedControl.CONTACT,
                            Map.of("agent", -20, "customer", -18, "customerHeard", -22),
                            Map.of("lossPercent", 0.2, "jitterMs", 4.0, "roundTripMs", 31.0)));
            assertThat(at("verdict")).hasText("Excellent");
            at("keypad-toggle").click();
            readable();
            picture(scheme, width, "4-connected");
            proxy.cut();
            assertThat(at("banner-link")).isVisible();
            readable();
            picture(scheme, width, "5-lost");
            proxy.mend();
            at("reconnect-now").click();
            at("hangup").click();
            assertThat(at("idle")).isVisible();
        }
    }

    private void open(ColorScheme scheme, int width) {
        control.requests().clear();
        control.answerTokensWith(null);
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(true)
                                        .setColorScheme(scheme)
                                        .setViewportSize(width, 844));
        context.setDefaultTimeout(10_000);
        var far = context.newPage();
        far.navigate(url() + "/icon.svg");
        farEnd = new FarEnd(far);
        page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // A lost socket is what one test is about.
            if (message.type().equals("error") && !message.text().contains("WebSocket")) {
                complaints.add(message.text());
            }
        });
        page.navigate(url());
    }

    private long tokensSeen() {
        return control.requests().stream()
                .filter(AgentMessage.Authenticate.class::isInstance)
                .count();
    }

    private void signIn() {
        at("signin-user").fill("alice");
        at("signin-password").fill("correct horse");
        page.keyboard().press("Enter");
        assertThat(at("who")).hasText("Alice Baker");
        assertThat(at("link")).hasAttribute("data-state", "online");
    }

    private void signInAndGoAvailable() {
        signIn();
        at("state-available").click();
        assertThat(at("idle-title")).hasText("Ready for the next call");
    }

    private void connect() {
        farEnd.answer(control, page);
        control.send(
                new AgentMessage.ContactConnected(
                        ScriptedControl.CONTACT, System.currentTimeMillis()));
        assertThat(at("call")).hasAttribute("data-phase", "connected");
    }

    /** WCAG 1.4.3 and 4.1.2: contrast of every text, a name for every control. */
    private void readable() {
        var faults = page.evaluate(Readability.SCRIPT);
        assertThat(String.valueOf(faults)).isEqualTo("[]");
    }

    private void picture(ColorScheme scheme, int width, String name) {
        var file =
                PICTURES.resolve(
                        scheme.name().toLowerCase(java.util.Locale.ROOT)
                                + "-"
                                + width
                                + "-"
                                + name
                                + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    private Locator at(String testId) {
        return page.getByTestId(testId);
    }

    private static String url() {
        return "https://127.0.0.1:" + proxy.port();
    }

    private static GatewayRouter router() {
        var tokens = new Tokens(new SecureRandom(), System::nanoTime, TimeUnit.HOURS.toNanos(1));
        var worker = vertx.createSharedWorkerExecutor("sign-in", 1);
        var signIn =
                new SignIn(
                        List.of(new Account(TENANT, "alice", new Private("Alice Baker"), HASH)),
                        HASH,
                        tokens,
                        work -> worker.executeBlocking(work, false).map(Boolean.TRUE::equals),
                        System::nanoTime,
                        _ -> {});
        return new GatewayRouter(
                vertx,
                signIn,
                new TenantChoice(Map.of(TENANT, List.of())),
                true,
                60,
                _ -> {},
                () -> true,
                Future::succeededFuture,
                () -> "",
                _ -> false);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
