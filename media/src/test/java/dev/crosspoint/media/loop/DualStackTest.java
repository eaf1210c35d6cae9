package dev.crosspoint.media.loop;

import static dev.crosspoint.media.loop.PlaneRig.CALL;
import static dev.crosspoint.media.loop.PlaneRig.SRTP_TRUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.codec.Codec;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A media plane at all addresses of both families, with real sockets. */
class DualStackTest {
    private static final InetAddress V6 = InetAddress.ofLiteral("::1");
    private static final LegId BROWSER = new LegId("browser");
    private static final LegId TRUNK = new LegId("trunk");

    private PlaneRig rig;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(NetworkInterface.getByInetAddress(V6) != null, "no IPv6 here");
        rig = PlaneRig.start("::", "127.0.0.1", "::1");
    }

    @AfterEach
    void stop() throws Exception {
        if (rig != null) {
            rig.stop();
        }
    }

    @Test
    void carriesABrowserOverIpv6AndItsTrunkOverIpv4() throws Exception {
        carries(WirePhone.browserAt(V6, Codec.PCMU));
    }

    @Test
    void carriesABrowserOverIpv4AtTheSamePort() throws Exception {
        carries(WirePhone.browser(Codec.PCMU));
    }

    private void carries(WirePhone anyBrowser) throws Exception {
        try (var browser = anyBrowser.say(440);
                var trunk = WirePhone.trunk(Codec.PCMU).say(1000)) {
            rig.open(0, CALL);
            var answer =
                    rig.answer(0, CALL, BROWSER, new LegKind.Browser(), browser, AudioCodec.PCMU);
            assertThat(answer).contains(" 127.0.0.1 ", " ::1 ");
            browser.connect(answer);
            browser.awaitKeys();
            rig.connect(0, CALL, TRUNK, SRTP_TRUNK, trunk, AudioCodec.PCMU);
            rig.bridge(0, CALL, BROWSER, TRUNK);
            rig.await(MediaEvent.LegFlowing.class, BROWSER);

            browser.awaitHeard(browser.heardMs() + 1000);
            trunk.awaitHeard(trunk.heardMs() + 1000);

            assertThat(browser.refused() + trunk.refused()).isZero();
        }
    }
}
