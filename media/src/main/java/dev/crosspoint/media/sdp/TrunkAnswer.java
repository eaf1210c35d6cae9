package dev.crosspoint.media.sdp;

import dev.crosspoint.media.sdp.LocalMedia.Side;

/** Answers one audio line of a SIP peer: plain RTP, or SRTP keyed by SDES. */
final class TrunkAnswer {
    private TrunkAnswer() {}

    static Section answer(Sdp offer, MediaDescription line, LocalMedia local, Side.Trunk side)
            throws BadSdp, NotAcceptable {
        boolean rtcpMux = line.attributes().has("rtcp-mux");
        Sdes.Choice choice = Sdes.choose(line, side);
        Route route = Route.direct(offer, line, rtcpMux);
        Formats offered = Formats.of(line, rtcpMux);
        var payloads = Payloads.mirrored(offered.inOurOrder(local.codecs()), offered);
        Direction peers = Direction.of(offer, line);
        Direction ours = (route.onHold() ? peers.deaf() : peers).reversed();

        var attributes = new Attributes.Builder();
        if (choice instanceof Sdes.Choice.Keyed keyed) {
            attributes.add("crypto", keyed.answer().text());
        }
        payloads.describe(attributes, local);
        attributes.add("ptime", String.valueOf(Payloads.PTIME_MS));
        String mid = line.attributes().value("mid");
        if (mid != null) {
            attributes.add("mid", mid);
        }
        describeRtcp(attributes, local, side, rtcpMux);
        boolean metrics = ExtendedReports.offered(offer, line);
        if (metrics) {
            attributes.add(ExtendedReports.ATTRIBUTE, ExtendedReports.VOIP_METRICS);
        }
        attributes.add(ours.word());

        var description =
                new MediaDescription(
                        line.type(),
                        local.rtpPort(),
                        1,
                        line.protocol(),
                        payloads.formats(),
                        null,
                        attributes.build());
        return new Section(
                description,
                Section.plan(
                        payloads,
                        PacketTime.sentMs(line, payloads.codec()),
                        route,
                        choice.security(),
                        -1,
                        metrics,
                        ours));
    }

    static void describeRtcp(
            Attributes.Builder attributes, LocalMedia local, Side.Trunk side, boolean rtcpMux) {
        if (rtcpMux) {
            attributes.add("rtcp-mux");
        } else if (side.rtcpPort() != local.rtpPort() + 1) {
            // RFC 3605: only where it is not the next port
            attributes.add("rtcp", String.valueOf(side.rtcpPort()));
        }
    }
}
