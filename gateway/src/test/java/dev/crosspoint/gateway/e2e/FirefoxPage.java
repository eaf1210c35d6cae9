package dev.crosspoint.gateway.e2e;

import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.gateway.peer.Firefox;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The agent's page in headless Firefox; each step returns when the page shows what it has done. */
final class FirefoxPage implements AutoCloseable {
    private static final List<Integer> TONES = List.of(Rig.AGENT_HZ, Rig.CUSTOMER_HZ, Rig.MUSIC_HZ);

    /** Of a second each. */
    private static final int LOOKS = 20;

    private final Firefox firefox;

    private FirefoxPage(Firefox firefox) {
        this.firefox = firefox;
    }

    /**
     * Opens the page, signed in and available.
     *
     * @param preferences as {@code about:config} names them
     */
    static FirefoxPage open(Path folder, Outpost outpost, Map<String, Object> preferences)
            throws IOException {
        var page = new FirefoxPage(Firefox.start(folder, Rig.AGENT_HZ, preferences));
        page.firefox.open(
                outpost.url(),
                RigSettings.resource("ears.js"),
                RigSettings.resource("recorder.js"));
        page.fill("signin-user", Rig.AGENT);
        page.fill("signin-password", Rig.PASSWORD);
        page.click("signin-submit");
        page.await("shown('workspace')");
        // A tone is no voice: the browser's noise suppression would take it away.
        page.click("open-settings");
        page.click("clean-voice");
        page.click("settings-close");
        page.click("state-available");
        page.await("of('presence').dataset.current === 'available'");
        return page;
    }

    void answer() {
        click("answer");
        await("of('call').dataset.phase === 'connected'");
    }

    void hangUp() {
        click("hangup");
        await("!shown('call') && shown('idle')");
    }

    /** Presses a key of the pad during a call. */
    void press(String digit) {
        click("keypad-toggle");
        click("key-" + digit);
    }

    /** Waits until it hears exactly these of the tones that are spoken here. */
    void awaitHears(Integer... hz) {
        var present = List.of(hz);
        var heard = levels();
        for (int i = 1; i < LOOKS && !isExactly(present, heard); i++) {
            heard = levels();
        }
        if (!isExactly(present, heard)) {
            throw new AssertionError(
                    "Firefox should hear " + present + ", but hears " + heard + console());
        }
    }

    private Map<Integer, Double> levels() {
        var answer =
                (JsonArray) firefox.run("tones => window.__levels(tones)", new JsonArray(TONES));
        var levels = new TreeMap<Integer, Double>();
        for (int i = 0; i < TONES.size(); i++) {
            levels.put(TONES.get(i), answer == null ? 0 : answer.getDouble(i));
        }
        return levels;
    }

    private static boolean isExactly(List<Integer> present, Map<Integer, Double> heard) {
        double loudest = Collections.max(heard.values());
        return heard.entrySet().stream()
                .allMatch(tone ->
                        present.contains(tone.getKey())
                                ? tone.getValue() > Ear.HEARD_AMPLITUDE
                                : tone.getValue() < Ear.ABSENT_SHARE * loudest);
    }

    /** What it has counted of its audio so far, by {@code getStats}. */
    JsonObject stats() {
        var stats =
                (JsonObject)
                        firefox.run(
                                """
                                async () => {
                                  const pc = window.__connections.at(-1);
                                  const all = [...(await pc.getStats()).values()];
                                  const one = type => all.find(s => s.type === type) ?? {};
                                  const inbound = one('inbound-rtp');
                                  const codecOf = stream => all.find(s => s.id === stream.codecId)?.mimeType;
                                  const pair = all.find(s => s.type === 'candidate-pair' && s.nominated) ?? {};
                                  return {
                                    received: inbound.packetsReceived, lost: inbound.packetsLost, jitter: inbound.jitter, energy: inbound.totalAudioEnergy, sent: one('outbound-rtp').packetsSent, farLost: one('remote-inbound-rtp').packetsLost,
                                    hears: codecOf(inbound), speaks: codecOf(one('outbound-rtp')),
                                    pair: pair.state, local: all.find(s => s.id === pair.localCandidateId)?.candidateType, connection: pc.connectionState,
                                    setup: pc.currentRemoteDescription.sdp.match(/a=setup:(\\w+)/)[1],
                                  };
                                }
                                """,
                                null);
        if (stats == null) {
            throw new AssertionError("no statistics" + console());
        }
        return stats;
    }

    String console() {
        return "\n" + firefox.console();
    }

    @Override
    public void close() throws IOException {
        firefox.close();
    }

    /** Clicks once it is there and can be clicked. */
    private void click(String testId) {
        await("shown('" + testId + "') && !of('" + testId + "').disabled");
        var _ =
                firefox.run(
                        "id => document.querySelector(`[data-testid='${id}']`).click()", testId);
    }

    private void fill(String testId, String text) {
        await("shown('" + testId + "')");
        var field = new JsonObject().put("id", testId).put("text", text);
        var _ =
                firefox.run(
                        """
                        ({ id, text }) => {
                          const field = document.querySelector(`[data-testid='${id}']`);
                          field.value = text;
                          field.dispatchEvent(new Event('input', { bubbles: true }));
                        }
                        """,
                        field);
    }

    /** Waits until a condition in JavaScript is true. */
    private void await(String condition) {
        var done =
                firefox.run(
                        """
                        async limitMs => {
                          const of = id => document.querySelector(`[data-testid='${id}']`);
                          const shown = id => of(id)?.offsetParent != null;
                          const end = Date.now() + limitMs;
                          while (!(%s)) {
                            if (Date.now() > end) return false;
                            await new Promise(soon => setTimeout(soon, 50));
                          }
                          return true;
                        }
                        """
                                .formatted(condition),
                        Browsers.LIMIT_MS);
        if (!Boolean.TRUE.equals(done)) {
            throw new AssertionError("Firefox never shows " + condition + console());
        }
    }
}
