package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The agent's page in headless Chromium, whose microphone is a WAV file. */
final class AgentPage implements AutoCloseable {
    /** Keeps hold of the page's connections, so that a test can listen to what they carry. */
    private static final String SPY =
            """
            window.__connections = [];
            const Real = window.RTCPeerConnection;
            window.RTCPeerConnection = class extends Real {
              constructor(...args) { super(...args); window.__connections.push(this); }
            };
            window.__track = async side => {
              const pc = window.__connections.at(-1);
              return side === 'far' ? pc.getReceivers()[0].track : pc.getSenders()[0].track;
            };
            window.__listen = async side => {
              const context = new AudioContext({ sampleRate: 48000 });
              await context.resume();
              const analyser = context.createAnalyser();
              analyser.fftSize = 8192;
              analyser.smoothingTimeConstant = 0;
              context.createMediaStreamSource(new MediaStream([await window.__track(side)])).connect(analyser);
              return analyser;
            };
            window.__spectrum = async side => {
              const analyser = await window.__listen(side);
              await new Promise(done => setTimeout(done, 700));
              const bins = new Float32Array(analyser.frequencyBinCount);
              analyser.getFloatFrequencyData(bins);
              const best = bins.reduce((top, level, i) => (level > bins[top] ? i : top), 0);
              await analyser.context.close();
              return { hz: best * 48000 / 8192, db: bins[best] };
            };
            window.__listenForSound = async limitMs => {
              const analyser = await window.__listen('far');
              const samples = new Float32Array(analyser.fftSize);
              const limit = Date.now() + limitMs;
              window.__sound = new Promise(done => {
                const look = () => {
                  analyser.getFloatTimeDomainData(samples);
                  const now = Date.now();
                  const first = samples.findIndex(sample => Math.abs(sample) > 0.05);
                  if (first < 0 && now < limit) {
                    setTimeout(look, 2);
                    return;
                  }
                  done(first < 0 ? -1 : now - (samples.length - first) / 48);
                  analyser.context.close();
                };
                look();
              });
            };
            window.__letThrough = on => {
              window.__connections.at(-1).getSenders()[0].track.enabled = on;
              return Date.now();
            };
            window.__inbound = async () => {
              const stats = await window.__connections.at(-1).getStats();
              const inbound = [...stats.values()].find(s => s.type === 'inbound-rtp');
              return {
                packets: inbound.packetsReceived,
                lost: inbound.packetsLost,
                concealed: inbound.concealedSamples,
                total: inbound.totalSamplesReceived,
              };
            };
            """;

    /** What a busy machine may take for a step, ms. */
    private static final int LIMIT_MS = 20_000;

    /** Looks of 0.7 s each before a tone is given up. */
    private static final int TONE_TRIES = 10;

    /** Two bins of the browser's analyser. */
    private static final double TONE_TOLERANCE_HZ = 12;

    private final Playwright playwright;
    private final Browser browser;
    private final Page page;

    @SuppressWarnings("JdkObsolete") // Written by one thread, read by another.
    private final StringBuffer console = new StringBuffer();

    private AgentPage(Playwright playwright, Browser browser, Page page) {
        this.playwright = playwright;
        this.browser = browser;
        this.page = page;
        page.onConsoleMessage(message -> console.append(message.text()).append('\n'));
        page.onPageError(error -> console.append("page error: ").append(error).append('\n'));
    }

    /**
     * Opens a browser.
     *
     * @param microphone 48 kHz WAV, played again and again
     */
    static AgentPage open(Path chromium, Path microphone, String url) {
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--use-fake-device-for-media-stream",
                                                        "--use-fake-ui-for-media-stream",
                                                        "--use-file-for-fake-audio-capture="
                                                                + microphone,
                                                        "--autoplay-policy=no-user-gesture-required",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync",
                                                        "--no-first-run")));
        BrowserContext context =
                browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.addInitScript(SPY);
        Page page = context.newPage();
        page.setDefaultTimeout(LIMIT_MS);
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MS);
        var agent = new AgentPage(playwright, browser, page);
        page.navigate(url);
        return agent;
    }

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

    void goAvailable() {
        the("state-available").click();
        assertThat(the("presence")).hasAttribute("data-current", "available");
    }

    /** Waits for a call and takes it. */
    void answer() {
        the("answer").click();
        awaitConnected();
    }

    void awaitConnected() {
        assertThat(the("call")).hasAttribute("data-phase", "connected");
    }

    void dial(String number) {
        the("dial-number").fill(number);
        the("dial").click();
    }

    void hangUp() {
        the("hangup").click();
    }

    /** Ends whatever the test before has left, and goes available. */
    void recover() {
        // In one go: a call that is just ending has a button that will never be enabled again.
        the("hangup")
                .evaluate("button => button.offsetParent && !button.disabled && button.click()");
        awaitIdle();
        if (!"available".equals(the("presence").getAttribute("data-current"))) {
            goAvailable();
        }
    }

    void awaitIdle() {
        assertThat(the("call")).isHidden();
        assertThat(the("idle")).isVisible();
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

    /** Waits until the strongest sound that it hears is a tone. */
    void awaitHears(double hz) {
        double heard = 0;
        for (int i = 0; i < TONE_TRIES; i++) {
            heard = number(page.evaluate("async () => (await window.__spectrum('far')).hz"));
            if (Math.abs(heard - hz) < TONE_TOLERANCE_HZ) {
                return;
            }
        }
        throw new AssertionError("the browser hears " + heard + " Hz, not " + hz + "\n" + console);
    }

    /** Begins to listen for a sound after silence; {@link #soundMs} says when it came. */
    void listenForSound() {
        page.evaluate("limitMs => window.__listenForSound(limitMs)", LIMIT_MS);
    }

    /** When the browser played the first sample of the sound, ms since 1970. */
    double soundMs() {
        double at = number(page.evaluate("async () => await window.__sound"));
        if (at < 0) {
            throw new AssertionError("the browser hears nothing\n" + console);
        }
        return at;
    }

    /**
     * Lets the microphone through, or has it send silence; neither the page nor the gateway knows.
     *
     * @return when, ms since 1970
     */
    double letThrough(boolean on) {
        return number(page.evaluate("on => window.__letThrough(on)", on));
    }

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

    /** What its receiver has counted so far. */
    Inbound inbound() {
        @SuppressWarnings("unchecked") // the shape of the object literal in SPY
        var counts = (Map<String, Object>) page.evaluate("async () => await window.__inbound()");
        return new Inbound(
                number(requireNonNull(counts.get("packets"))),
                number(requireNonNull(counts.get("lost"))),
                number(requireNonNull(counts.get("concealed"))),
                number(requireNonNull(counts.get("total"))));
    }

    record Inbound(double packets, double lost, double concealed, double total) {}

    /** What the gateway shows to Prometheus. */
    String metrics() {
        return page.request().get(page.url() + "metrics").text();
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

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
