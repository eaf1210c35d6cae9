package dev.crosspoint.gateway.doctor;

import dev.crosspoint.gateway.doctor.Finding.Side;
import dev.crosspoint.gateway.doctor.Finding.Silence;
import dev.crosspoint.gateway.legs.LegRecord;
import dev.crosspoint.gateway.legs.LegRecord.Passed;
import dev.crosspoint.gateway.legs.SessionOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the newest legs of a trunk or an agent show. */
final class LegDoctor {
    /** Fewer packets than a second of talk may be on their way still. */
    private static final long FEW_PACKETS = 50;

    /** As much as a pause of thought; who listens for so long has begun to wonder. */
    private static final long SILENT_SECONDS = 5;

    /** As {@code leg.diagnosed} has it. */
    private static final double HIGH_LOSS_PERCENT = 3;

    private static final double HIGH_JITTER_MS = 50;
    private static final double HIGH_ROUND_TRIP_MS = 300;

    /** By its own reports it hears nothing. */
    private static final double ALL_PERCENT = 95;

    /** Suites that are ours, in any way (RFC 4568, RFC 7714). */
    private static final List<String> SUITES =
            List.of(
                    "AEAD_AES_128_GCM",
                    "AEAD_AES_256_GCM",
                    "AES_CM_128_HMAC_SHA1_80",
                    "AES_CM_128_HMAC_SHA1_32");

    private final Side side;
    private final Surroundings here;
    private final @Nullable String seenAs;
    private final boolean outside;
    private final List<LegRecord> legs;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    /**
     * @param seenAs our address as the other side sees it; null when that is not known
     * @param outside whether the other side has a public address
     * @param legs the newest first
     */
    LegDoctor(
            Side side,
            Surroundings here,
            @Nullable String seenAs,
            boolean outside,
            List<LegRecord> legs) {
        this.outside = outside;
        this.side = side;
        this.here = here;
        this.seenAs = seenAs;
        this.legs = legs;
    }

    List<Finding> findings() {
        return findings;
    }

    List<Check> checks() {
        return checks;
    }

    long count(Predicate<LegRecord> which) {
        return legs.stream().filter(which).count();
    }

    // --- what was described

    /**
     * Descriptions that could not be taken; each kind once.
     *
     * @param secure whether SRTP is demanded
     */
    void descriptions(boolean secure) {
        int before = findings.size();
        for (var leg : legs) {
            if (!leg.refusal().isEmpty()) {
                findings.add(refusal(leg, secure));
            }
        }
        boolean codecs =
                findings.stream().noneMatch(finding -> finding instanceof Finding.NoCommonCodec);
        var newest = legs.stream().filter(leg -> leg.agreed() != null).findFirst();
        checks.add(
                newest.isEmpty() && codecs
                        ? Check.notKnown(Areas.CODECS, "no recent call has come so far")
                        : Check.of(
                                codecs,
                                Areas.CODECS,
                                newest.map(LegDoctor::codecWords)
                                        .orElse("the far end's are none of ours")));
        boolean security =
                findings.subList(before, findings.size()).stream()
                        .noneMatch(LegDoctor::isAboutSecurity);
        checks.add(
                newest.isEmpty() && security
                        ? Check.notKnown(Areas.SRTP, "no recent call has come so far")
                        : Check.of(
                                security,
                                Areas.SRTP,
                                newest.map(LegDoctor::securityWords)
                                        .orElse("the far end's is not what is configured")));
    }

    private static boolean isAboutSecurity(Finding finding) {
        return finding instanceof Finding.NoCommonSuite
                || finding instanceof Finding.SrtpDemanded
                || finding instanceof Finding.SrtpNotWanted;
    }

    private static String codecWords(LegRecord leg) {
        var agreed = leg.agreed();
        return agreed == null ? "" : "agreed on " + Words.some(agreed.codecs());
    }

    private static String securityWords(LegRecord leg) {
        var agreed = leg.agreed();
        if (agreed == null) {
            return "";
        }
        return agreed.suites().isEmpty()
                ? "agreed on " + agreed.protocol()
                : "agreed on %s with %s".formatted(agreed.protocol(), Words.list(agreed.suites()));
    }

    private Finding refusal(LegRecord leg, boolean secure) {
        var theirs = leg.outbound() ? leg.agreed() : leg.offered();
        long same = count(other -> other.refusal().equals(leg.refusal()));
        var suites = theirs == null ? List.<String>of() : theirs.suites();
        var codecs = theirs == null ? List.<String>of() : theirs.codecs();
        return switch (leg.refusal()) {
            case "no common codec" -> new Finding.NoCommonCodec(codecs, same);
            case "no crypto line that we can keep", "a crypto line that we cannot keep" ->
                    suites.isEmpty()
                            ? new Finding.DescriptionRefused(
                                    "it says SRTP and has no key (a=crypto)", same)
                            : new Finding.NoCommonSuite(
                                    suites, suites.stream().anyMatch(SUITES::contains), same);
            case "this trunk demands SRTP", "an answer without a crypto line" ->
                    suites.isEmpty() || !secure
                            ? new Finding.SrtpDemanded(protocol(theirs), same)
                            : new Finding.NoCommonSuite(
                                    suites, suites.stream().anyMatch(SUITES::contains), same);
            case "this trunk is plain RTP" -> new Finding.SrtpNotWanted(same);
            default -> new Finding.DescriptionRefused(leg.refusal(), same);
        };
    }

    private static String protocol(@Nullable SessionOutline theirs) {
        return theirs == null ? "RTP/AVP" : theirs.protocol();
    }

    // --- what has passed

    /**
     * Who is not heard, and why.
     *
     * @param ports of ours that audio comes to
     * @param allowed networks that plain audio may come from; empty for the address in SDP
     */
    void audio(Finding.Ports ports, List<String> allowed) {
        var judged = legs.stream().filter(leg -> leg.traffic() != null).toList();
        if (judged.isEmpty()) {
            checks.add(Check.notKnown(Areas.AUDIO, "no recent call has had audio"));
            return;
        }
        var deaf = judged.stream().filter(LegDoctor::hearsNothing).toList();
        if (!deaf.isEmpty()) {
            var newest = deaf.getFirst();
            var passed = newest.traffic();
            if (passed != null) {
                findings.add(
                        whyDeaf(passed, new Silence(deaf.size(), passed.sent()), ports, allowed));
            }
        }
        judged.forEach(this::otherwise);
        var newest = judged.getFirst().traffic();
        checks.add(
                Check.of(
                        findings.stream().noneMatch(finding -> isAboutAudio(finding)),
                        Areas.AUDIO,
                        newest == null ? "" : passedWords(newest, judged.size(), deaf.size())));
    }

    private static boolean isAboutAudio(Finding finding) {
        int rank = Ranking.of(finding);
        return rank >= Ranking.FIRST_OF_AUDIO && rank <= Ranking.LAST_OF_AUDIO;
    }

    private static String passedWords(Passed newest, int judged, int deaf) {
        var words =
                "newest of %d: received %d packets, sent %d"
                        .formatted(judged, newest.received(), newest.sent());
        if (newest.unauthentic() + newest.unprotected() + newest.strange() > 0) {
            words +=
                    "; dropped %d unauthentic, %d in the clear, %d from elsewhere"
                            .formatted(
                                    newest.unauthentic(), newest.unprotected(), newest.strange());
        }
        return deaf == 0 ? words : words + "; %d of %d received none".formatted(deaf, judged);
    }

    /** It should have been heard by now, and was not. */
    private static boolean hearsNothing(LegRecord leg) {
        var passed = leg.traffic();
        return passed != null
                && passed.keyed()
                && passed.expects()
                && passed.received() == 0
                && (passed.sent() >= FEW_PACKETS || dropped(passed) >= FEW_PACKETS);
    }

    private static long dropped(Passed passed) {
        return passed.unauthentic() + passed.unprotected() + passed.strange();
    }

    private Finding whyDeaf(
            Passed passed, Silence silence, Finding.Ports ports, List<String> allowed) {
        if (passed.strange() > 0) {
            return new Finding.AudioFromStrangers(passed.strangeFrom(), allowed, silence);
        }
        if (passed.unprotected() > 0) {
            return new Finding.AudioUnprotected(side, silence);
        }
        if (passed.unauthentic() > 0) {
            return new Finding.AudioUnauthentic(side, silence);
        }
        for (var advertised : here.mediaAdvertised()) {
            if (seenAs != null && Addresses.leadsElsewhere(advertised, seenAs)) {
                return new Finding.AudioSentElsewhere(side, advertised, seenAs, silence);
            }
            if (seenAs == null && Addresses.isUnreachable(advertised, here.own(), outside)) {
                return new Finding.AudioSentElsewhere(side, advertised, null, silence);
            }
        }
        return new Finding.NothingReceived(side, ports, silence);
    }

    private void otherwise(LegRecord leg) {
        var passed = leg.traffic();
        var sound = leg.sound();
        if (passed == null) {
            return;
        }
        if (leg.equals(legs.getFirst()) && !passed.expects() && leg.endedMs() == 0) {
            var theirs = leg.outbound() ? leg.agreed() : leg.offered();
            findings.add(new Finding.FarEndOnHold(theirs == null ? "hold" : theirs.direction()));
        }
        if (passed.received() >= FEW_PACKETS && passed.sends() && passed.sent() == 0) {
            findings.add(new Finding.NothingSent(side, passed.received()));
        }
        if (passed.unexpected() >= FEW_PACKETS && passed.unexpected() * 2 > passed.received()) {
            findings.add(new Finding.AudioOfAnotherType(side, passed.unexpected()));
        }
        if (sound != null
                && passed.sent() >= FEW_PACKETS
                && sound.peerLossPercent() >= ALL_PERCENT) {
            findings.add(new Finding.NothingReachesThem(side, passed.sent()));
        }
        if (sound != null
                && passed.received() >= FEW_PACKETS
                && sound.silentSeconds() >= SILENT_SECONDS
                && sound.silentSeconds() * 2 > sound.reports()) {
            findings.add(new Finding.DigitalSilence(side, sound.silentSeconds()));
        }
    }

    // --- how it sounds

    /** The worst of the newest. */
    void sound() {
        var reported = legs.stream().filter(leg -> leg.sound() != null).toList();
        if (reported.isEmpty()) {
            checks.add(Check.notKnown(Areas.SOUND, "no recent call was long enough"));
            return;
        }
        double said = 0;
        double heard = 0;
        double jitter = 0;
        double roundTrip = -1;
        for (var leg : reported) {
            var sound = leg.sound();
            if (sound != null) {
                said = Math.max(said, sound.lossPercent());
                heard = Math.max(heard, sound.peerLossPercent());
                jitter = Math.max(jitter, sound.jitterMs());
                roundTrip = Math.max(roundTrip, sound.roundTripMs());
            }
        }
        boolean lost = said >= HIGH_LOSS_PERCENT || heard >= HIGH_LOSS_PERCENT;
        if (lost && heard < ALL_PERCENT) {
            findings.add(new Finding.Loss(side, Math.round(said), Math.round(heard)));
        }
        if (jitter >= HIGH_JITTER_MS) {
            findings.add(new Finding.Jitter(side, Math.round(jitter)));
        }
        if (roundTrip >= HIGH_ROUND_TRIP_MS) {
            findings.add(new Finding.RoundTrip(side, Math.round(roundTrip)));
        }
        checks.add(
                Check.of(
                        !lost && jitter < HIGH_JITTER_MS && roundTrip < HIGH_ROUND_TRIP_MS,
                        Areas.SOUND,
                        "worst of %d: lost %d %% of what it says and %d %% of what it hears, jitter %d ms, round trip %s"
                                .formatted(
                                        reported.size(),
                                        Math.round(said),
                                        Math.round(heard),
                                        Math.round(jitter),
                                        roundTrip < 0
                                                ? "not known"
                                                : Math.round(roundTrip) + " ms")));
    }
}
