package dev.crosspoint.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.api.LegKind.Security;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.DtlsIdentity;
import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.sdp.LocalMedia.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** What peers offer, as captured from them, and what we bring along. */
public final class Offers {
    /** Captured: Chromium 156, baresip 1.0.0, sipp 3.6. Rebuilt by hand: the others. */
    public static final List<String> ALL =
            List.of(
                    "chromium",
                    "chromium-video-data",
                    "connect-rtc",
                    "firefox",
                    "baresip-dtls",
                    "baresip-srtp",
                    "baresip-srtp-mand",
                    "baresip-srtp-mandf",
                    "baresip-plain",
                    "sipp",
                    "linphone",
                    "fax-and-video");

    /** Where the fuzzer finds them too. */
    private static final String FOLDER = "SdpFuzzTestInputs/readsAndAnswersAnyText/";

    static final IceCredentials ICE = new IceCredentials("ourUfrag", "ourPasswordOfTwentyTwo");
    static final DtlsIdentity IDENTITY = DtlsIdentity.generate(new SecureRandom());
    static final Fingerprint FINGERPRINT = IDENTITY.fingerprint();

    private Offers() {}

    public static String text(String name) {
        try (InputStream in = Offers.class.getResourceAsStream(FOLDER + name + ".sdp")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sdp offer(String name) {
        return parse(text(name));
    }

    static Sdp parse(String text) {
        try {
            return SdpText.parse(text);
        } catch (BadSdp e) {
            throw new AssertionError(e);
        }
    }

    static LocalMedia browser(Codec... codecs) {
        return local(new Side.Browser(ICE, IDENTITY, 0), codecs);
    }

    static LocalMedia trunk(Security security, Codec... codecs) {
        return local(new Side.Trunk(20_001, security, secret(1)), codecs);
    }

    /** A secret whose bytes count up from a seed. */
    static SdesSecret secret(int seed) {
        byte[] bytes = new byte[SdesSecret.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (seed + i);
        }
        return new SdesSecret(bytes);
    }

    /** The same at other addresses. */
    static LocalMedia at(LocalMedia local, String... addresses) {
        return new LocalMedia(
                local.side(),
                List.of(addresses),
                local.rtpPort(),
                local.ssrc(),
                local.cname(),
                local.codecs(),
                local.maxPlaybackRateHz(),
                local.sessionId(),
                local.sessionVersion());
    }

    static LocalMedia local(Side side, Codec... codecs) {
        return new LocalMedia(
                side,
                List.of("192.0.2.100"),
                20_000,
                0xfffffff0,
                "c0ffee",
                List.of(codecs),
                LocalMedia.FULL_BAND_HZ,
                42,
                1);
    }
}
