package dev.crosspoint.media.sdp;

import dev.crosspoint.media.dtls.Fingerprint;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.sdp.LocalMedia.Side;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import java.util.List;

/** Answers one audio line of a browser (RFC 8829) as an ICE-lite agent with DTLS-SRTP. */
final class BrowserAnswer {
    /** RFC 8829 5.1.2: the answer repeats whichever of these the offer has. */
    static final List<String> PROTOCOLS =
            List.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP");

    /** Hash functions that a fingerprint may use, the one that everybody uses first. */
    private static final List<String> HASHES = List.of("sha-256", "sha-384", "sha-512");

    private BrowserAnswer() {}

    static Section answer(Sdp offer, MediaDescription line, LocalMedia local, Side.Browser side)
            throws BadSdp, NotAcceptable {
        if (!PROTOCOLS.contains(line.protocol())) {
            throw new NotAcceptable("a media protocol other than DTLS-SRTP");
        }
        if (!line.attributes().has("rtcp-mux")) {
            throw new NotAcceptable("RTCP has to share the port of RTP");
        }
        var security =
                new Security.Dtls(fingerprint(offer, line), ourSetup(offer, line), side.identity());
        Route route = Route.byIce(ice(offer, line));
        // With comfort noise it would leave out packets that others are to be forwarded: ADR 070.
        Formats offered = Formats.of(line, true).withoutComfortNoise();
        var payloads = Payloads.mirrored(offered.inOurOrder(local.codecs()), offered);
        int levelId = ExtMap.audioLevelId(line);
        Direction ours = Direction.of(offer, line).reversed();

        var attributes = new Attributes.Builder();
        String mid = line.attributes().value("mid");
        if (mid != null) {
            attributes.add("mid", mid);
        }
        describeTransport(attributes, local, side, security.ours());
        if (line.attributes().has("rtcp-rsize")) {
            attributes.add("rtcp-rsize");
        }
        if (levelId >= 0) {
            attributes.add("extmap", new ExtMap(levelId, null, ExtMap.AUDIO_LEVEL).text());
        }
        attributes.add(ours.word());
        payloads.describe(attributes, local);
        boolean metrics = ExtendedReports.offered(offer, line);
        if (metrics) {
            attributes.add(ExtendedReports.ATTRIBUTE, ExtendedReports.VOIP_METRICS);
        }
        attributes.add("ptime", String.valueOf(Payloads.PTIME_MS));
        if (ours.sends()) {
            describeSource(attributes, local);
        }
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
                        security,
                        levelId,
                        metrics,
                        ours));
    }

    static void describeTransport(
            Attributes.Builder attributes, LocalMedia local, Side.Browser side, Setup setup) {
        attributes.add("ice-ufrag", side.ice().ufrag());
        attributes.add("ice-pwd", side.ice().password());
        List<String> addresses = local.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            var candidate = Candidate.host(i, addresses.get(i), local.rtpPort());
            attributes.add("candidate", candidate.text());
        }
        for (int i = 0; side.tcpPort() > 0 && i < addresses.size(); i++) {
            var candidate =
                    Candidate.tcpPassive(addresses.size() + i, addresses.get(i), side.tcpPort());
            attributes.add("candidate", candidate.text());
        }
        Fingerprint ours = side.identity().fingerprint();
        attributes.add("fingerprint", ours.algorithm() + " " + ours.hex());
        attributes.add("setup", setup.word());
        attributes.add("rtcp-mux");
    }

    static void describeSource(Attributes.Builder attributes, LocalMedia local) {
        attributes.add("msid", local.cname() + " audio");
        attributes.add("ssrc", Integer.toUnsignedString(local.ssrc()) + " cname:" + local.cname());
    }

    static IceCredentials ice(Sdp offer, MediaDescription line) throws BadSdp, NotAcceptable {
        String ufrag = offer.valueFor(line, "ice-ufrag");
        String password = offer.valueFor(line, "ice-pwd");
        if (ufrag == null || password == null) {
            throw new NotAcceptable("no ICE credentials");
        }
        if (!IceCredentials.wellFormed(ufrag, password)) {
            throw new BadSdp("ICE credentials break the grammar");
        }
        return new IceCredentials(ufrag, password);
    }

    // RFC 8842 5.3: passive answers actpass, which lets the peer's first flight be on its way
    private static Setup ourSetup(Sdp offer, MediaDescription line) throws BadSdp, NotAcceptable {
        return switch (Setup.of(offer.valueFor(line, "setup"))) {
            case ACTIVE, ACTPASS -> Setup.PASSIVE;
            case PASSIVE -> Setup.ACTIVE;
            case HOLDCONN -> throw new NotAcceptable("an offer that holds its DTLS association");
        };
    }

    /** RFC 8122 5: of several, whichever hash we know; they are all of one certificate. */
    static Fingerprint fingerprint(Sdp offer, MediaDescription line) throws BadSdp, NotAcceptable {
        List<String> own = line.attributes().values("fingerprint");
        List<String> values = own.isEmpty() ? offer.attributes().values("fingerprint") : own;
        for (String hash : HASHES) {
            for (String value : values) {
                List<String> words = Grammar.words(value);
                if (words.size() == 2 && words.get(0).equalsIgnoreCase(hash)) {
                    return fingerprint(hash, words.get(1));
                }
            }
        }
        throw new NotAcceptable("no certificate fingerprint that we can check");
    }

    private static Fingerprint fingerprint(String hash, String hex) throws BadSdp {
        int bytes = Integer.parseInt(hash.substring(hash.indexOf('-') + 1)) / 8;
        if (hex.length() != 3 * bytes - 1) {
            throw new BadSdp("a fingerprint is not as long as its hash");
        }
        try {
            return new Fingerprint(hash, hex);
        } catch (IllegalArgumentException e) {
            throw new BadSdp("a fingerprint breaks the grammar");
        }
    }
}
