package dev.crosspoint.gateway.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.crosspoint.gateway.access.Gates;
import dev.crosspoint.gateway.access.PasswordHash;
import dev.crosspoint.gateway.access.TenantChoice;
import dev.crosspoint.gateway.http.GatewayRouter;
import dev.crosspoint.gateway.http.SessionApi;
import dev.crosspoint.gateway.peer.Peers;
import dev.crosspoint.gateway.people.People.Configured;
import dev.crosspoint.gateway.people.People.ConfiguredPerson;
import dev.crosspoint.gateway.people.Strangers;
import dev.crosspoint.gateway.tls.TlsIdentity;
import dev.crosspoint.signaling.agent.AgentCounters;
import dev.crosspoint.signaling.agent.AgentVerticle;
import dev.crosspoint.signaling.agent.Pages;
import dev.crosspoint.signaling.agent.ProxyTrust;
import dev.crosspoint.signaling.api.LocalCodec;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.SignalingConfig.AgentConfig;
import dev.crosspoint.signaling.api.SignalingConfig.Proxies;
import dev.crosspoint.signaling.api.SipSockets;
import dev.crosspoint.signaling.api.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The page in a real Chromium, against the real sockets and a scripted call control. Each test has
 * a page of its own, and fails when the browser's console complains.
 */
@SuppressWarnings("NullAway.Init") // The browser and the gateway start before the tests.
final class PageRig
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Tenant TENANT = new Tenant("acme", "main");
    private static final Private HASH = PasswordHash.of("correct horse");
    private static final Path PICTURES = Path.of("target/page");

    private Chromium chromium;
    private Vertx vertx;
    private ScriptedControl control;
    private CutProxy proxy;
    private BrowserContext context;
    private Page page;
    private FarEnd farEnd;
    private String look = "";
    private final List<String> complaints = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
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
                        65_536,
                        Proxies.NONE,
                        400);
        var listener =
                new AgentVerticle(config, pages(), AgentCounters.NONE, List::of, SipSockets.NONE);
        await(vertx.deployVerticle(listener));
        proxy = new CutProxy(vertx, listener.port());
    }

    @Override
    public void afterAll(ExtensionContext test) throws Exception {
        if (chromium != null) {
            chromium.close();
            await(vertx.close());
        }
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        control.forget();
        expected.clear();
        proxy.mend();
        open(ColorScheme.LIGHT, 1280);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        context.close();
        complaints.removeIf(line -> expected.stream().anyMatch(line::contains));
        assertThat(complaints).as("errors on the browser's console").isEmpty();
    }

    ScriptedControl control() {
        return control;
    }

    CutProxy proxy() {
        return proxy;
    }

    Page page() {
        return page;
    }

    FarEnd farEnd() {
        return farEnd;
    }

    Locator at(String testId) {
        return page.getByTestId(testId);
    }

    /** A row of the roster, by what it shows. */
    Locator participant(String text) {
        return at("participant").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Another page, which looks so, in place of the one there is. */
    void open(ColorScheme scheme, int width) {
        if (context != null) {
            context.close();
        }
        complaints.clear();
        look = scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
        context =
                chromium.browser()
                        .newContext(
                                new Browser.NewContextOptions()
                                        .setIgnoreHTTPSErrors(true)
                                        .setColorScheme(scheme)
                                        .setReducedMotion(ReducedMotion.REDUCE)
                                        .setViewportSize(width, 844));
        context.setDefaultTimeout(Chromium.LIMIT_MS);
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

    /** What the console may say in this test. */
    void expectComplaint(String part) {
        expected.add(part);
    }

    void signIn() {
        at("signin-user").fill("alice");
        at("signin-password").fill("correct horse");
        page.keyboard().press("Enter");
        assertThat(at("who")).hasText("Alice Baker");
        assertThat(at("link")).hasAttribute("data-state", "online");
    }

    void signInAndGoAvailable() {
        signIn();
        at("state-available").click();
        assertThat(at("idle-title")).hasText("Ready for the next call");
    }

    /** An answered call from a customer, with audio both ways. */
    CallScript talk() {
        signInAndGoAvailable();
        control.offer(20);
        at("answer").click();
        connect();
        var call = CallScript.of(ScriptedControl.CONTACT, "alice", "Alice Baker");
        control.show(call);
        assertThat(at("participant")).hasCount(2);
        return call;
    }

    void connect() {
        farEnd.answer(control, page);
        control.connected();
        assertThat(at("call")).hasAttribute("data-phase", "connected");
    }

    /** WCAG 1.4.3 and 4.1.2: contrast of every text, a name for every control. */
    void readable() {
        // What fades in is measured when it is there; nothing that repeats for ever does.
        page.waitForFunction(
                """
                () => document.getAnimations().every(animation =>
                  animation.playState === 'finished' || animation.effect.getComputedTiming().endTime === Infinity)
                """);
        assertThat(String.valueOf(page.evaluate(Readability.SCRIPT))).isEqualTo("[]");
    }

    /** Checks that it can be read and fits its width, and keeps a picture to look at. */
    void looksRight(String name) {
        readable();
        assertThat(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .as(name + " is wider than the window")
                .isEqualTo(0);
        var file = PICTURES.resolve(look + "-" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    String url() {
        return "https://127.0.0.1:" + proxy.port();
    }

    private Pages pages() {
        var router = router();
        return router.pages(router.handler());
    }

    private GatewayRouter router() {
        var alice =
                new ConfiguredPerson(
                        "alice", new Private("Alice Baker"), HASH, List.of("Agent"), Set.of());
        var signIn =
                Strangers.signIn(
                        Map.of(TENANT, new Configured(List.of(alice), Map.of())),
                        Strangers.tokens(),
                        HASH);
        return new GatewayRouter(
                vertx,
                new SessionApi(
                        signIn,
                        Strangers.noProvider(signIn),
                        new TenantChoice(Map.of(TENANT, List.of())),
                        Gates.open(),
                        true,
                        60),
                _ -> {},
                () -> true,
                Future::succeededFuture,
                () -> true,
                new SimpleMeterRegistry(),
                () -> "",
                _ -> false,
                Gates.open(),
                new ProxyTrust(Proxies.NONE));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
