package dev.crosspoint.media.sdp;

import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.sdp.LocalMedia.Side;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agreeing on SRTP through crypto attributes (RFC 4568), or on doing without. */
final class Sdes {
    static final String PLAIN = "RTP/AVP";
    static final String SECURE = "RTP/SAVP";

    private static final List<String> PLAIN_PROTOCOLS = List.of(PLAIN, "RTP/AVPF");
    private static final List<String> SECURE_PROTOCOLS = List.of(SECURE, "RTP/SAVPF");

    /** What every peer of today has one of; the others are taken when they are offered. */
    private static final List<SrtpProfile> OFFERED =
            List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    /** Which of the peer's lines we take. */
    private static final List<SrtpProfile> PREFERENCE =
            List.of(
                    SrtpProfile.AEAD_AES_128_GCM,
                    SrtpProfile.AES_CM_128_HMAC_SHA1_80,
                    SrtpProfile.AES_CM_128_HMAC_SHA1_32,
                    SrtpProfile.AEAD_AES_256_GCM);

    private Sdes() {}

    /** How an offered line will be protected. */
    sealed interface Choice {
        Security security();

        record Keyed(Crypto answer, Security.Sdes security) implements Choice {}

        record Unprotected(Security.Plain security) implements Choice {}
    }

    /**
     * Chooses by our order of suites, and by what the trunk's policy demands. A peer that offers
     * protection in a suite of ours, in a way that we cannot keep, is refused: it would talk in the
     * clear without knowing why.
     */
    static Choice choose(MediaDescription line, Side.Trunk side) throws NotAcceptable {
        boolean secureProtocol = SECURE_PROTOCOLS.contains(line.protocol());
        if (!secureProtocol && !PLAIN_PROTOCOLS.contains(line.protocol())) {
            throw new NotAcceptable("a media protocol that trunks do not speak");
        }
        boolean plainOnly = side.security() == LegKind.Security.PLAIN;
        Crypto offered = plainOnly ? null : best(line);
        if (offered != null) {
            return keyed(offered, side.secret());
        }
        if (secureProtocol || (!plainOnly && offersOurSuites(line))) {
            throw new NotAcceptable(
                    plainOnly ? "this trunk is plain RTP" : "no crypto line that we can keep");
        }
        demandNothing(side);
        return new Choice.Unprotected(new Security.Plain());
    }

    /** The crypto lines of our own offer. */
    static List<Crypto> offer(SdesSecret secret) {
        var lines = new ArrayList<Crypto>();
        for (SrtpProfile profile : OFFERED) {
            lines.add(Crypto.of(lines.size() + 1, profile, secret.keyAndSalt(profile)));
        }
        return lines;
    }

    /** What the answer to our offer has made of our crypto lines. */
    static Security accept(MediaDescription ours, MediaDescription answer, Side.Trunk side)
            throws BadSdp, NotAcceptable {
        boolean secureProtocol = SECURE_PROTOCOLS.contains(answer.protocol());
        if (!secureProtocol && !PLAIN_PROTOCOLS.contains(answer.protocol())) {
            throw new NotAcceptable("an answer with a media protocol that was not offered");
        }
        List<String> chosen = answer.attributes().values("crypto");
        if (chosen.isEmpty()) {
            if (secureProtocol || ours.protocol().equals(SECURE)) {
                throw new NotAcceptable("an answer without a crypto line");
            }
            demandNothing(side);
            return new Security.Plain();
        }
        // RFC 4568 5.1.3: exactly one, which repeats tag and suite of one that was offered
        Crypto peers = Crypto.parse(chosen.getFirst());
        for (String value : ours.attributes().values("crypto")) {
            Crypto own = Crypto.parse(value);
            if (own.tag() == peers.tag() && own.suite().equals(peers.suite())) {
                Choice.Keyed keyed = peers.acceptable() ? keyed(peers, side.secret()) : null;
                if (keyed != null) {
                    return keyed.security();
                }
            }
        }
        throw new NotAcceptable("an answer with a crypto line that was not offered");
    }

    private static void demandNothing(Side.Trunk side) throws NotAcceptable {
        if (side.security() == LegKind.Security.SRTP_REQUIRED) {
            throw new NotAcceptable("this trunk demands SRTP");
        }
    }

    private static @Nullable Crypto best(MediaDescription line) {
        List<Crypto> acceptable = acceptable(line.attributes().values("crypto"));
        for (SrtpProfile profile : PREFERENCE) {
            for (Crypto crypto : acceptable) {
                if (crypto.profile() == profile) {
                    return crypto;
                }
            }
        }
        return null;
    }

    /** RFC 4568 5.1.2: lines that make no sense to us are passed over. */
    private static List<Crypto> acceptable(List<String> values) {
        var acceptable = new ArrayList<Crypto>();
        for (String value : values) {
            Crypto crypto = parsed(value);
            if (crypto != null && crypto.acceptable()) {
                acceptable.add(crypto);
            }
        }
        return acceptable;
    }

    private static boolean offersOurSuites(MediaDescription line) {
        return line.attributes().values("crypto").stream()
                .map(Sdes::parsed)
                .anyMatch(crypto -> crypto != null && crypto.profile() != null);
    }

    private static @Nullable Crypto parsed(String value) {
        try {
            return Crypto.parse(value);
        } catch (BadSdp e) {
            return null;
        }
    }

    private static Choice.Keyed keyed(Crypto peers, SdesSecret secret) throws NotAcceptable {
        SrtpProfile profile = peers.profile();
        byte[] keyAndSalt = peers.keyAndSalt();
        if (profile == null || keyAndSalt == null) {
            throw new NotAcceptable("a crypto line that we cannot keep");
        }
        return new Choice.Keyed(
                Crypto.of(peers.tag(), profile, secret.keyAndSalt(profile)),
                new Security.Sdes(secret.with(profile, keyAndSalt)));
    }
}
