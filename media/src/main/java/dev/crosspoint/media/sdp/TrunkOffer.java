package dev.crosspoint.media.sdp;

import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.sdp.LocalMedia.Side;
import dev.crosspoint.media.sdp.MediaPlan.Format;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import java.util.ArrayList;
import java.util.List;

/** The audio line that we offer a SIP peer, and what its answer makes of it. */
final class TrunkOffer {
    /** RFC 3551 3: dynamic types begin here; the first is for the codec that has no static one. */
    private static final int OPUS_TYPE = 96;

    /** The number that nearly everybody uses, and that some expect. */
    private static final int NARROWBAND_DIGITS_TYPE = 101;

    private static final int WIDEBAND_DIGITS_TYPE = 102;
    private static final int NARROWBAND_CLOCK_HZ = 8000;

    private TrunkOffer() {}

    static MediaDescription offer(LocalMedia local, Side.Trunk side) {
        var attributes = new Attributes.Builder();
        var formats = new ArrayList<String>();
        if (side.security() != LegKind.Security.PLAIN) {
            for (Crypto crypto : Sdes.offer(side.secret())) {
                attributes.add("crypto", crypto.text());
            }
        }
        for (Codec codec : local.codecs()) {
            int type = payloadType(codec);
            formats.add(String.valueOf(type));
            Payloads.describe(attributes, new Format(codec, type), local);
        }
        for (RtpMap event : events(local.codecs())) {
            formats.add(String.valueOf(event.payloadType()));
            Payloads.describeDigits(attributes, event);
        }
        attributes.add("ptime", String.valueOf(Payloads.PTIME_MS));
        TrunkAnswer.describeRtcp(attributes, local, side, false);
        attributes.add(Direction.SENDRECV.word());
        // Best effort is offered on the plain profile: peers without SRTP would refuse the other.
        boolean required = side.security() == LegKind.Security.SRTP_REQUIRED;
        return new MediaDescription(
                "audio",
                local.rtpPort(),
                1,
                required ? Sdes.SECURE : Sdes.PLAIN,
                formats,
                null,
                attributes.build());
    }

    static MediaPlan accept(MediaDescription ours, LocalMedia local, Side.Trunk side, Sdp answer)
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
        Security security = Sdes.accept(ours, line, side);
        Route route = Route.direct(answer, line, false);
        Formats answered = Formats.of(line, false);
        var payloads =
                Payloads.joined(
                        answered.inItsOrder(local.codecs()), answered, Formats.of(ours, false));
        Direction peers = Direction.of(answer, line);
        Direction direction = (route.onHold() ? peers.deaf() : peers).reversed();
        return Section.plan(
                payloads,
                PacketTime.sentMs(line, payloads.codec()),
                route,
                security,
                -1,
                false,
                direction);
    }

    /** The number of a codec in our offers. */
    static int payloadType(Codec codec) {
        return codec.staticPayloadType() < 0 ? OPUS_TYPE : codec.staticPayloadType();
    }

    /** Telephone events in our offers, on the clock of each codec. */
    static List<RtpMap> events(List<Codec> codecs) {
        return codecs.stream()
                .map(Codec::rtpClockHz)
                .distinct()
                .map(clockHz -> RtpMap.telephoneEvent(digitsType(clockHz), clockHz))
                .toList();
    }

    private static int digitsType(int clockHz) {
        return clockHz == NARROWBAND_CLOCK_HZ ? NARROWBAND_DIGITS_TYPE : WIDEBAND_DIGITS_TYPE;
    }
}
