package dev.crosspoint.media.call;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtls.Identities;
import dev.crosspoint.media.ice.IceCredentials;
import dev.crosspoint.media.ice.IceLite;
import dev.crosspoint.media.rtp.RtcpReporter;
import dev.crosspoint.media.sdp.BadSdp;
import dev.crosspoint.media.sdp.LocalMedia;
import dev.crosspoint.media.sdp.MediaPlan;
import dev.crosspoint.media.sdp.Negotiation;
import dev.crosspoint.media.sdp.OfferAnswer;
import dev.crosspoint.media.sdp.SdesSecret;
import dev.crosspoint.media.sdp.Sdp;
import dev.crosspoint.media.sdp.SdpText;
import dev.crosspoint.media.srtp.SrtpKeys;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes legs from session descriptions, and changes them by new ones. */
public final class LegSetup {

    /**
     * Port numbers to write into a description.
     *
     * @param tcp that takes connections of browsers, or 0
     */
    public record Ports(int rtp, int rtcp, int tcp) {

        /** Of a leg that is reached by UDP only. */
        public Ports(int rtp, int rtcp) {
            this(rtp, rtcp, 0);
        }
    }

    /** What came of a description. */
    public sealed interface Result {

        /**
         * A leg, new or changed.
         *
         * @param description our side of it
         */
        record Made(Leg leg, SessionText description) implements Result {}

        /** Nothing was made and nothing has changed. */
        record Refused(MediaError error, String reason) implements Result {}
    }

    private final List<String> advertisedAddresses;
    private final List<String> ipv6First;
    private final Identities identities;
    private final LegTimes times;
    private final long unixOffsetNanos;
    private final SecureRandom random;

    /**
     * @param advertisedAddresses IP literals for candidates and connection lines, the preferred
     *     first
     * @param identities what our DTLS shows
     * @param unixOffsetNanos what to add to a {@code nowNanos} to get nanoseconds since 1970
     */
    public LegSetup(
            List<String> advertisedAddresses,
            Identities identities,
            LegTimes times,
            long unixOffsetNanos,
            SecureRandom random) {
        this.advertisedAddresses = List.copyOf(advertisedAddresses);
        this.ipv6First =
                advertisedAddresses.stream()
                        .sorted(Comparator.comparing(address -> address.indexOf(':') < 0))
                        .toList();
        this.identities = identities;
        this.times = times;
        this.unixOffsetNanos = unixOffsetNanos;
        this.random = random;
    }

    /**
     * A leg that answers an offer.
     *
     * @param highestRateHz what the rest of the call can make use of; a browser is told, so that it
     *     does not encode what nobody will hear
     */
    public Result answer(
            LegId id,
            LegKind kind,
            SessionText offer,
            List<AudioCodec> codecs,
            int highestRateHz,
            Door door,
            Ports ports,
            long nowNanos) {
        LegIdentity identity = LegIdentity.draw(random);
        LocalMedia local = local(kind, identity, codecs, highestRateHz, ports, nowNanos);
        Negotiation negotiation;
        try {
            negotiation = OfferAnswer.answer(SdpText.parse(offer.sdp()), local);
        } catch (BadSdp bad) {
            return badDescription(bad);
        }
        return switch (negotiation) {
            case Negotiation.Refused refused -> refused(refused);
            case Negotiation.Agreed agreed -> {
                Leg leg = leg(id, begin(kind, nowNanos), identity, door, nowNanos);
                leg.describedBy(new LegDescription(kind, local, null));
                leg.agreed(
                        agreed.plan(), transport(kind, local, agreed.plan(), nowNanos), nowNanos);
                yield made(leg, agreed.description(), agreed.candidates());
            }
        };
    }

    /** A leg that makes the offer; {@link #accept} completes it. */
    public Result offer(
            LegId id,
            LegKind kind,
            List<AudioCodec> codecs,
            Door door,
            Ports ports,
            long nowNanos) {
        LegIdentity identity = LegIdentity.draw(random);
        LocalMedia local = local(kind, identity, codecs, LocalMedia.FULL_BAND_HZ, ports, nowNanos);
        Sdp offer = OfferAnswer.offer(local);
        // Nobody looks for a path before somebody has answered, however long it rings.
        Leg leg = leg(id, new LegState.Ready(nowNanos), identity, door, nowNanos);
        leg.describedBy(new LegDescription(kind, local, offer));
        return made(leg, offer, List.of());
    }

    /** The peer's answer to our offer, or a later one that replaces it. */
    public Result accept(Leg leg, SessionText answer, long nowNanos) {
        LegDescription described = leg.description();
        if (described == null || described.offer() == null) {
            return new Result.Refused(MediaError.WRONG_STATE, "there is no offer to be answered");
        }
        try {
            return settle(
                    leg,
                    described,
                    OfferAnswer.accept(
                            described.offer(), described.local(), SdpText.parse(answer.sdp())),
                    nowNanos);
        } catch (BadSdp bad) {
            return badDescription(bad);
        }
    }

    /** The peer's new offer on a running leg: hold, resume, another address, a session refresh. */
    public Result reanswer(Leg leg, SessionText offer, long nowNanos) {
        LegDescription described = leg.description();
        if (described == null) {
            return new Result.Refused(MediaError.WRONG_STATE, "the leg has no description yet");
        }
        try {
            Sdp parsed = SdpText.parse(offer.sdp());
            LocalMedia local = described.local().nextVersion();
            Negotiation negotiation = OfferAnswer.answer(parsed, local);
            if (negotiation instanceof Negotiation.Agreed agreed
                    && outdatesSecrets(agreed.plan(), leg)) {
                local = local.with(renewed(local.side()));
                negotiation = OfferAnswer.answer(parsed, local);
            }
            return settle(
                    leg,
                    new LegDescription(described.kind(), local, described.offer()),
                    negotiation,
                    nowNanos);
        } catch (BadSdp bad) {
            return badDescription(bad);
        }
    }

    /** Whether what we told the peer in secret must not be told again with this plan. */
    private static boolean outdatesSecrets(MediaPlan plan, Leg leg) {
        return switch (leg.transport()) {
            case null -> false;
            case TrunkTransport trunk -> {
                SrtpKeys keys = keys(plan);
                yield keys != null && trunk.hasLeft(keys);
            }
            // RFC 8445 9: the peer restarts ICE by new credentials, and so must we
            case BrowserTransport _ -> {
                MediaPlan before = leg.plan();
                yield before != null && !Objects.equals(plan.remoteIce(), before.remoteIce());
            }
        };
    }

    /**
     * Whether a browser would begin DTLS anew (RFC 8842 3.1). Keys of a leg are made once: whoever
     * has another certificate is another browser, and makes another leg.
     */
    private static boolean wantsAnotherAssociation(MediaPlan plan, Leg leg) {
        MediaPlan before = leg.plan();
        return leg.transport() instanceof BrowserTransport
                && before != null
                && !plan.security().equals(before.security());
    }

    private Result settle(
            Leg leg, LegDescription described, Negotiation negotiation, long nowNanos) {
        return switch (negotiation) {
            case Negotiation.Refused refused -> refused(refused);
            case Negotiation.Agreed agreed -> {
                MediaPlan plan = agreed.plan();
                if (wantsAnotherAssociation(plan, leg)) {
                    yield new Result.Refused(
                            MediaError.NOT_ACCEPTABLE, "another certificate wants another leg");
                }
                switch (leg.transport()) {
                    case null -> {
                        leg.agreed(
                                plan,
                                transport(described.kind(), described.local(), plan, nowNanos),
                                nowNanos);
                        if (described.kind() instanceof LegKind.Browser) {
                            leg.expectPath(times.connectNanos(), nowNanos);
                        }
                    }
                    case TrunkTransport trunk -> {
                        trunk.resignalled(
                                keys(plan),
                                plan.remoteRtp(),
                                plan.remoteRtcp(),
                                plan.rtcpMux(),
                                nowNanos);
                        leg.agreed(plan, trunk, nowNanos);
                    }
                    case BrowserTransport browser -> {
                        browser.resignalled(browserSide(described.local()).ice(), plan.remoteIce());
                        leg.agreed(plan, browser, nowNanos);
                    }
                }
                leg.describedBy(described);
                yield made(leg, agreed.description(), agreed.candidates());
            }
        };
    }

    // ---- parts of a leg

    private static LegState begin(LegKind kind, long nowNanos) {
        return switch (kind) {
            case LegKind.Browser _ -> new LegState.Checking(nowNanos);
            case LegKind.Trunk _ -> new LegState.Ready(nowNanos);
        };
    }

    private Leg leg(LegId id, LegState state, LegIdentity identity, Door door, long nowNanos) {
        // The clock is set when a codec is agreed.
        var reporter =
                new RtcpReporter(
                        identity.ssrc(), identity.cname(), 8000, unixOffsetNanos, random, nowNanos);
        return new Leg(id, door, times, identity, reporter, state, nowNanos);
    }

    private LocalMedia local(
            LegKind kind,
            LegIdentity identity,
            List<AudioCodec> codecs,
            int highestRateHz,
            Ports ports,
            long nowNanos) {
        LocalMedia.Side side =
                switch (kind) {
                    case LegKind.Browser _ ->
                            new LocalMedia.Side.Browser(
                                    IceCredentials.random(random),
                                    identities.current(nowNanos),
                                    ports.tcp());
                    case LegKind.Trunk trunk ->
                            new LocalMedia.Side.Trunk(ports.rtcp(), trunk.security(), secret());
                };
        return new LocalMedia(
                side,
                kind instanceof LegKind.Trunk trunk && trunk.ipv6()
                        ? ipv6First
                        : advertisedAddresses,
                ports.rtp(),
                identity.ssrc(),
                identity.cname(),
                codecs.stream().map(LegSetup::codec).toList(),
                highestRateHz,
                random.nextInt() & Integer.MAX_VALUE,
                1);
    }

    private LocalMedia.Side renewed(LocalMedia.Side side) {
        return switch (side) {
            case LocalMedia.Side.Browser browser ->
                    new LocalMedia.Side.Browser(
                            IceCredentials.random(random), browser.identity(), browser.tcpPort());
            case LocalMedia.Side.Trunk trunk ->
                    new LocalMedia.Side.Trunk(trunk.rtcpPort(), trunk.security(), secret());
        };
    }

    private static Transport transport(
            LegKind kind, LocalMedia local, MediaPlan plan, long nowNanos) {
        return switch (kind) {
            case LegKind.Browser _ -> browserTransport(local, plan);
            case LegKind.Trunk trunk ->
                    new TrunkTransport(
                            keys(plan),
                            Networks.of(trunk.mediaNetworks()),
                            plan.remoteRtp(),
                            plan.remoteRtcp(),
                            plan.rtcpMux(),
                            nowNanos);
        };
    }

    private static Transport browserTransport(LocalMedia local, MediaPlan plan) {
        return new BrowserTransport(new IceLite(browserSide(local).ice(), plan.remoteIce()));
    }

    private static LocalMedia.Side.Browser browserSide(LocalMedia local) {
        if (local.side() instanceof LocalMedia.Side.Browser browser) {
            return browser;
        }
        throw new IllegalStateException("a browser's leg has a browser's description");
    }

    private static @Nullable SrtpKeys keys(MediaPlan plan) {
        return switch (plan.security()) {
            case MediaPlan.Security.Sdes sdes -> sdes.keys();
            case MediaPlan.Security.Plain _ -> null;
            case MediaPlan.Security.Dtls _ ->
                    throw new IllegalStateException("a trunk's keys are not made by DTLS");
        };
    }

    private SdesSecret secret() {
        byte[] bytes = new byte[SdesSecret.LENGTH];
        random.nextBytes(bytes);
        return new SdesSecret(bytes);
    }

    private static Codec codec(AudioCodec name) {
        return switch (name) {
            case OPUS -> Codec.OPUS;
            case PCMU -> Codec.PCMU;
            case PCMA -> Codec.PCMA;
            case G722 -> Codec.G722;
        };
    }

    private static Result made(Leg leg, Sdp description, List<String> candidates) {
        return new Result.Made(leg, new SessionText(SdpText.print(description), candidates));
    }

    private static Result refused(Negotiation.Refused refused) {
        MediaError error =
                switch (refused.why()) {
                    case BAD_DESCRIPTION -> MediaError.BAD_DESCRIPTION;
                    case NOT_ACCEPTABLE -> MediaError.NOT_ACCEPTABLE;
                };
        return new Result.Refused(error, refused.reason());
    }

    private static Result badDescription(BadSdp bad) {
        String message = bad.getMessage();
        return new Result.Refused(
                MediaError.BAD_DESCRIPTION, message == null ? "no session description" : message);
    }
}
