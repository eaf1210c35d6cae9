package dev.crosspoint.media.sdp;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.LocalMedia.Side;
import dev.crosspoint.media.sdp.MediaPlan.Format;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import java.util.ArrayList;

/**
 * The audio line that we offer a browser that is called (RFC 8829 5.2.1), and what its answer makes
 * of it. We offer as an ICE-lite agent, which leaves control to the browser whoever offers (RFC
 * 8445 6.1.1), and leave it to the browser who begins DTLS.
 */
final class BrowserOffer {
    /** The only line, so the only name that is needed. */
    static final String MID = "0";

    private static final String AUDIO_LEVEL_ID = "1";

    private BrowserOffer() {}

    static MediaDescription offer(LocalMedia local, Side.Browser side) {
        var attributes = new Attributes.Builder();
        var formats = new ArrayList<String>();
        attributes.add("mid", MID);
        BrowserAnswer.describeTransport(attributes, local, side, Setup.ACTPASS);
        attributes.add("rtcp-rsize");
        attributes.add("extmap", AUDIO_LEVEL_ID + " " + ExtMap.AUDIO_LEVEL);
        attributes.add(Direction.SENDRECV.word());
        for (Codec codec : local.codecs()) {
            int type = TrunkOffer.payloadType(codec);
            formats.add(String.valueOf(type));
            Payloads.describe(attributes, new Format(codec, type), local);
        }
        for (RtpMap event : TrunkOffer.events(local.codecs())) {
            formats.add(String.valueOf(event.payloadType()));
            Payloads.describeDigits(attributes, event);
        }
        attributes.add("ptime", String.valueOf(Payloads.PTIME_MS));
        BrowserAnswer.describeSource(attributes, local);
        return new MediaDescription(
                "audio",
                local.rtpPort(),
                1,
                BrowserAnswer.PROTOCOLS.getFirst(),
                formats,
                null,
                attributes.build());
    }

    static MediaPlan accept(MediaDescription ours, LocalMedia local, Side.Browser side, Sdp answer)
            throws BadSdp, NotAcceptable {
        // RFC 3264 6: as many media as in the offer, in its order
        if (answer.media().size() != 1) {
            throw new BadSdp("an answer has as many media as its offer");
        }
        MediaDescription line = answer.media().getFirst();
        if (!line.type().equals(ours.type())) {
            throw new BadSdp("an answer changes the type of a medium");
        }
        if (line.port() == 0) {
            throw new NotAcceptable("the peer refuses the audio");
        }
        if (!BrowserAnswer.PROTOCOLS.contains(line.protocol())) {
            throw new NotAcceptable("a media protocol other than DTLS-SRTP");
        }
        if (!line.attributes().has("rtcp-mux")) {
            throw new NotAcceptable("RTCP has to share the port of RTP");
        }
        var security =
                new Security.Dtls(
                        BrowserAnswer.fingerprint(answer, line),
                        ourSetup(answer, line),
                        side.identity());
        Route route = Route.byIce(BrowserAnswer.ice(answer, line));
        Formats answered = Formats.of(line, true);
        var payloads =
                Payloads.joined(
                        answered.inItsOrder(local.codecs()), answered, Formats.of(ours, true));
        return Section.plan(
                payloads,
                PacketTime.sentMs(line, payloads.codec()),
                route,
                security,
                ExtMap.audioLevelId(line),
                false,
                Direction.of(answer, line).reversed());
    }

    // RFC 8842 5.3: an answer chooses; without a word the peer is active (RFC 4145 4)
    private static Setup ourSetup(Sdp answer, MediaDescription line) throws BadSdp, NotAcceptable {
        return switch (Setup.of(answer.valueFor(line, "setup"))) {
            case ACTIVE -> Setup.PASSIVE;
            case PASSIVE -> Setup.ACTIVE;
            case ACTPASS -> throw new BadSdp("an answer leaves open who begins DTLS");
            case HOLDCONN -> throw new NotAcceptable("an answer that holds its DTLS association");
        };
    }

    /** What stands above the line. */
    static Attributes session() {
        return new Attributes.Builder().add("ice-lite").add("group", "BUNDLE " + MID).build();
    }
}
