package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.crosspoint.gateway.peer.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A softphone that speaks SIP over WebSocket, as it is, in headless Chromium. */
final class WebPhone {
    private final Page page;
    private final Ears ears;

    private WebPhone(Page page, Ears ears) {
        this.page = page;
        this.ears = ears;
    }

    /** What a page needs to have both softphones, bundled once. */
    static String bundle(Path folder) throws IOException, InterruptedException {
        Path modules = Peers.require("modules");
        Path out = folder.resolve("webphone.js");
        if (!Files.exists(out)) {
            Path entry = folder.resolve("webphone.mjs");
            Files.writeString(entry, RigSettings.resource("webphone.mjs"));
            var esbuild =
                    new ProcessBuilder(
                            modules.resolve("esbuild/bin/esbuild").toString(),
                            entry.toString(),
                            "--bundle",
                            "--log-level=error",
                            "--outfile=" + out);
            esbuild.environment().put("NODE_PATH", modules.toString());
            var process = esbuild.redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).isEmpty();
        }
        return Files.readString(out);
    }

    /**
     * Starts one, and waits until it has registered.
     *
     * @param kind {@code jssip} or {@code sipjs}
     */
    static WebPhone start(AgentPage in, String kind, String user, String secret) {
        var phone = new WebPhone(in.page(), in.ears());
        phone.page.evaluate(
                "([kind, settings]) => window.startPhone(kind, settings)",
                new Object[] {
                    kind,
                    Map.of(
                            "server",
                            in.page().url().replaceFirst("https", "wss") + "sip",
                            "user",
                            user,
                            "secret",
                            secret,
                            "instance",
                            "8f1fa16a-1165-4a96-8341-785b1ef24f12")
                });
        phone.await("registered");
        return phone;
    }

    /** Waits until something has happened to it that begins so. */
    void await(String what) {
        assertThat(
                        page.evaluate(
                                "([what, limitMs]) => window.awaitHappened(what, limitMs)",
                                new Object[] {what, Browsers.LIMIT_MS}))
                .asString()
                .startsWith(what);
    }

    void answer() {
        await("rings");
        page.evaluate("() => { window.phone.answer(); }");
        await("talks");
    }

    void call(String number) {
        page.evaluate("number => { window.phone.call(number); }", number);
    }

    void hold(boolean on) {
        page.evaluate("on => { window.phone.hold(on); }", on);
    }

    void refer(String number) {
        page.evaluate("number => { window.phone.refer(number); }", number);
    }

    void hangUp() {
        page.evaluate("() => { window.phone.hangUp(); }");
    }

    void stop() {
        page.evaluate("() => { window.phone.stop(); }");
    }

    void awaitHears(Integer... hz) {
        ears.awaitExactly(List.of(hz));
    }
}
