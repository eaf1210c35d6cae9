package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.ice.ControllingPeer;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Session descriptions of the far ends of a {@link VirtualCall}. */
final class VirtualOffers {
    private static final IceCredentials BROWSER =
            new IceCredentials("browser", "browserbrowserbrowser1");
    private static final IceCredentials RESTARTED =
            new IceCredentials("restarted", "restartedrestartedrestarted1");
    private static final Pattern ICE =
            Pattern.compile("a=ice-ufrag:(\\S+)\r\na=ice-pwd:(\\S+)\r\n");

    private VirtualOffers() {}

    /**
     * What a telephone behind a trunk offers.
     *
     * @param asked of the encoder of the first codec: the parameters of its fmtp
     */
    static String trunk(
            InetSocketAddress address,
            List<Codec> codecs,
            @Nullable String asked,
            @Nullable SrtpProfile profile,
            byte[] keys) {
        int first = VirtualPhone.typeOf(codecs.getFirst());
        String host = address.getAddress().getHostAddress();
        var types = new StringBuilder();
        codecs.forEach(codec -> types.append(VirtualPhone.typeOf(codec)).append(' '));
        return "v=0\r\no=- 1 1 IN IP4 "
                + host
                + "\r\ns=-\r\nc=IN IP4 "
                + host
                + "\r\nt=0 0\r\nm=audio "
                + address.getPort()
                + (profile == null ? " RTP/AVP " : " RTP/SAVP ")
                + types
                + "101\r\n"
                + maps(codecs)
                + (asked == null ? "" : "a=fmtp:" + first + " " + asked + "\r\n")
                + "a=rtpmap:101 telephone-event/"
                + codecs.getFirst().rtpClockHz()
                + "\r\n"
                + (profile == null
                        ? ""
                        : "a=crypto:1 "
                                + profile.sdesName()
                                + " inline:"
                                + Base64.getEncoder().encodeToString(keys)
                                + "\r\n");
    }

    /** What a browser offers: levels with each packet (RFC 6464), if it likes. */
    static String browser(List<Codec> codecs) {
        var types = new StringBuilder();
        codecs.forEach(codec -> types.append(' ').append(VirtualPhone.typeOf(codec)));
        return """
        v=0
        o=- 1 1 IN IP4 192.0.2.1
        s=-
        t=0 0
        m=audio 9 UDP/TLS/RTP/SAVPF%s
        c=IN IP4 0.0.0.0
        a=rtcp-mux
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:sha-256 AA%s
        a=setup:actpass
        a=mid:0
        a=extmap:%d urn:ietf:params:rtp-hdrext:ssrc-audio-level
        %sa=sendrecv
        """
                .formatted(
                        types,
                        BROWSER.ufrag(),
                        BROWSER.password(),
                        ":00".repeat(31),
                        VirtualPhone.LEVEL_EXTENSION,
                        maps(codecs))
                .replaceAll("\r?\n", "\r\n");
    }

    /** The same of one who takes telephone events, of either clock, as browsers do. */
    static String takingKeys(String offer) {
        return offer.replaceFirst("(SAVPF[ 0-9]+)", "$1 110 101")
                + "a=rtpmap:110 telephone-event/48000\r\na=rtpmap:101 telephone-event/8000\r\n";
    }

    private static String maps(List<Codec> codecs) {
        var maps = new StringBuilder();
        for (Codec codec : codecs) {
            maps.append("a=rtpmap:").append(VirtualPhone.typeOf(codec)).append(' ');
            maps.append(codec.rtpName()).append('/').append(codec.rtpClockHz());
            maps.append(codec.channelsInSdp() > 1 ? "/" + codec.channelsInSdp() : "");
            maps.append("\r\n");
        }
        return maps.toString();
    }

    /** The same when it seeks other paths (RFC 8839 4.4.1.1). */
    static String restarted(String offer) {
        return offer.replace(BROWSER.ufrag() + "\r", RESTARTED.ufrag() + "\r")
                .replace(BROWSER.password(), RESTARTED.password());
    }

    /** Makes the checks of that browser, against our answer. */
    static ControllingPeer checks(String answer) {
        return checks(BROWSER, answer);
    }

    /** Likewise, when it seeks other paths. */
    static ControllingPeer restartedChecks(String answer) {
        return checks(RESTARTED, answer);
    }

    private static ControllingPeer checks(IceCredentials theirs, String answer) {
        var ice = ICE.matcher(answer);
        if (!ice.find()) {
            throw new AssertionError("the answer has no ICE credentials");
        }
        return new ControllingPeer(theirs, new IceCredentials(ice.group(1), ice.group(2)), 1);
    }
}
