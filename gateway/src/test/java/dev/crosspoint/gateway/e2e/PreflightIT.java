package dev.crosspoint.gateway.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever is about to take calls finds out whether callers would be heard. */
class PreflightIT {
    @RegisterExtension static final RigExtension RIG = RigExtension.withPage("quality");

    /** The page has 10 s of its own; the rest is this machine's. */
    private static final LocatorAssertions.ContainsTextOptions IN_TIME =
            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);

    @Test
    void saysThatEverythingIsReady(Rig rig) {
        var page = rig.page();
        page.the("open-settings").click();
        page.the("preflight").click();

        assertThat(page.the("preflight-verdict"))
                .containsText("Everything is ready for calls", IN_TIME);
        assertThat(page.the("preflight-microphone")).containsText("heard you");
        assertThat(page.the("preflight-link")).containsText("answers in");
        assertThat(page.the("preflight-direct")).containsText("nothing lost");
        assertThat(page.the("preflight-tcp")).containsText("nothing lost");
        page.the("settings-close").click();
    }

    @Test
    void saysThatAudioComesThroughByTcpOnly(Rig rig) {
        var page = rig.page();
        page.page()
                .evaluate(
                        """
                        () => {
                          const isUdp = line => /^(a=)?candidate:\\S+ 1 udp /.test(line);
                          const Real = window.RTCPeerConnection;
                          window.RTCPeerConnection = class extends Real {
                            setRemoteDescription({ type, sdp }) {
                              return super.setRemoteDescription(
                                { type, sdp: sdp.split('\\r\\n').filter(line => !isUdp(line)).join('\\r\\n') });
                            }
                            async addIceCandidate(candidate) {
                              if (!isUdp(candidate.candidate)) await super.addIceCandidate(candidate);
                            }
                          };
                        }
                        """);
        page.the("open-settings").click();
        page.the("preflight").click();

        assertThat(page.the("preflight-verdict"))
                .containsText("Calls work, but only by TCP", IN_TIME);
        assertThat(page.the("preflight-verdict")).containsText("let UDP pass");
        assertThat(page.the("preflight-direct")).containsText("blocked");
        assertThat(page.the("preflight-tcp")).containsText("nothing lost");
        page.the("settings-close").click();
        page.page().reload();
    }

    @Test
    void saysThatNoAudioComesThroughAndWhatToDo(Rig rig) {
        var page = rig.page();
        // A browser that has no way out: no relay, and nothing else allowed.
        page.page()
                .evaluate(
                        """
                        () => {
                          const Real = window.RTCPeerConnection;
                          window.RTCPeerConnection = class extends Real {
                            constructor(c) { super({ ...c, iceTransportPolicy: 'relay' }); }
                          };
                        }
                        """);
        page.the("open-settings").click();
        page.the("preflight").click();

        assertThat(page.the("preflight-verdict"))
                .containsText("No audio reaches the gateway", IN_TIME);
        assertThat(page.the("preflight-verdict")).containsText("let UDP pass");
        assertThat(page.the("preflight-direct")).containsText("blocked");
        assertThat(page.the("preflight-tcp")).containsText("blocked");
        page.the("settings-close").click();
        page.page().reload();
    }
}
