package dev.crosspoint.gateway.page;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The other end of the audio: a page that answers an offer, hums 440 Hz and listens. */
final class FarEnd {
    private static final String ANSWER =
            """
            async ([sdp, candidates]) => {
              const pc = new RTCPeerConnection();
              const own = [];
              pc.onicecandidate = event => { if (event.candidate?.candidate) own.push(event.candidate.candidate); };
              const context = new AudioContext();
              const hum = new OscillatorNode(context, { frequency: 440 });
              const quiet = new GainNode(context, { gain: 0.2 });
              const out = context.createMediaStreamDestination();
              hum.connect(quiet).connect(out);
              hum.start();
              pc.ontrack = event => {
                const player = new Audio();
                player.srcObject = event.streams[0];
                player.muted = true;
                const ear = new AnalyserNode(context, { fftSize: 1024 });
                context.createMediaStreamSource(event.streams[0]).connect(ear);
                window.loudest = -100;
                setInterval(() => {
                  const samples = new Float32Array(1024);
                  ear.getFloatTimeDomainData(samples);
                  const power = samples.reduce((sum, s) => sum + s * s, 0) / samples.length;
                  window.loudest = Math.max(window.loudest, 10 * Math.log10(power + 1e-10));
                }, 20);
              };
              await pc.setRemoteDescription({ type: 'offer', sdp });
              pc.addTrack(out.stream.getTracks()[0], out.stream);
              await pc.setLocalDescription();
              for (const candidate of candidates) await pc.addIceCandidate({ candidate, sdpMLineIndex: 0 });
              await new Promise(done => {
                if (pc.iceGatheringState === 'complete') done();
                pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done();
              });
              window.pc = pc;
              const bare = pc.localDescription.sdp.replace(/a=candidate.*\\r\\n/g, '');
              return JSON.stringify({ sdp: bare, candidates: own });
            }
            """;

    private final Page page;

    /**
     * @param page any page of the browser, on a secure origin
     */
    FarEnd(Page page) {
        this.page = page;
    }

    void answer(ScriptedControl control, Page caller) {
        caller.waitForCondition(() -> control.pendingOffer() != null);
        var offer = control.pendingOffer();
        if (offer == null) {
            throw new AssertionError("the page sent no invite");
        }
        var answer =
                new JsonObject(
                        String.valueOf(
                                page.evaluate(
                                        ANSWER,
                                        List.of(offer.value(), control.pendingCandidates()))));
        control.answerInvite(answer.getString("sdp"), texts(answer.getJsonArray("candidates")));
    }

    /** Waits until it hears something, dBFS. */
    void hearsMoreThan(int db) {
        page.waitForFunction("db => window.loudest > db", db);
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).toList();
    }
}
