package dev.crosspoint.gateway.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Headless Chromiums, one for each page: what the fake microphone says is a file of the whole
 * process. All of them belong to the thread that has started this.
 */
final class Browsers implements AutoCloseable {
    /** What a busy machine may take for a step, ms. */
    static final int LIMIT_MS = 20_000;

    private static final String ONLY_G722 =
            """
            const add = RTCPeerConnection.prototype.addTrack;
            RTCPeerConnection.prototype.addTrack = function (...track) {
              const sender = add.apply(this, track);
              const ours = RTCRtpReceiver.getCapabilities('audio').codecs.filter(
                codec => /G722|telephone-event/i.test(codec.mimeType) && codec.clockRate === 8000);
              this.getTransceivers().forEach(transceiver => transceiver.setCodecPreferences(ours));
              return sender;
            };
            """;

    private final Path chromium;
    private final Playwright playwright;
    private final boolean g722;
    private final List<Browser> browsers = new ArrayList<>();

    private Browsers(Path chromium, Playwright playwright, boolean g722) {
        this.chromium = chromium;
        this.playwright = playwright;
        this.g722 = g722;
    }

    /**
     * None yet.
     *
     * @param g722 whether they are to speak nothing else
     */
    static Browsers of(Path chromium, boolean g722) {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MS);
        return new Browsers(
                chromium,
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))),
                g722);
    }

    /**
     * One more.
     *
     * @param microphone 48 kHz WAV, played again and again
     * @param tones every tone that anybody in the tests says, Hz
     * @param scripts run in the page before its own
     */
    AgentPage open(Path microphone, String url, List<Integer> tones, String... scripts)
            throws IOException {
        var flags =
                List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        // Of TURN servers too, which the context's own setting leaves out.
                        "--ignore-certificate-errors",
                        "--use-fake-device-for-media-stream",
                        "--use-fake-ui-for-media-stream",
                        "--use-file-for-fake-audio-capture=" + microphone,
                        "--autoplay-policy=no-user-gesture-required",
                        // Several of them share two cores.
                        "--renderer-process-limit=1",
                        "--disable-extensions",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run");
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium)
                                        .setArgs(flags));
        browsers.add(browser);
        var context =
                browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.addInitScript(ears());
        for (var script : scripts) {
            context.addInitScript(script);
        }
        if (g722) {
            context.addInitScript(ONLY_G722);
        }
        Page page = context.newPage();
        page.setDefaultTimeout(LIMIT_MS);
        var agent = new AgentPage(page, tones);
        page.navigate(url);
        return agent;
    }

    @Override
    public void close() {
        browsers.forEach(Browser::close);
        playwright.close();
    }

    private static String ears() throws IOException {
        try (var in = Browsers.class.getResourceAsStream("ears.js")) {
            if (in == null) {
                throw new IOException("no test resource ears.js");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
