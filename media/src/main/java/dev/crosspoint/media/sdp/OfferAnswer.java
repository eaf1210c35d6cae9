package dev.crosspoint.media.sdp;

import dev.crosspoint.media.sdp.LocalMedia.Side;
import dev.crosspoint.media.sdp.MediaPlan.Security;
import dev.crosspoint.media.sdp.Negotiation.Agreed;
import dev.crosspoint.media.sdp.Negotiation.Refused;
import dev.crosspoint.media.sdp.Negotiation.Why;
import dev.crosspoint.media.sdp.Sdp.Connection;
import dev.crosspoint.media.sdp.Sdp.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Agreeing on one audio stream (RFC 3264). Of all that is offered exactly one audio line is
 * accepted; the others, video and fax are refused by port 0 in their places.
 *
 * <p>Nothing is remembered from one description to the next: the same {@link LocalMedia} gives the
 * same keys, so a new offer on a running leg changes only what it wants changed.
 */
public final class OfferAnswer {
    private OfferAnswer() {}

    /** Answers an offer, the first or a later one. */
    public static Negotiation answer(Sdp offer, LocalMedia local) {
        try {
            return answerChecked(offer, local);
        } catch (BadSdp e) {
            return new Refused(Why.BAD_DESCRIPTION, reason(e));
        } catch (NotAcceptable e) {
            return new Refused(Why.NOT_ACCEPTABLE, reason(e));
        }
    }

    /** Makes an offer. */
    public static Sdp offer(LocalMedia local) {
        return switch (local.side()) {
            case Side.Trunk side ->
                    session(
                            local,
                            local.address(),
                            Attributes.NONE,
                            List.of(TrunkOffer.offer(local, side)));
            case Side.Browser side ->
                    session(
                            local,
                            local.address(),
                            BrowserOffer.session(),
                            List.of(BrowserOffer.offer(local, side)));
        };
    }

    /**
     * Takes in the answer to our offer; a later answer to the same offer replaces it.
     *
     * @param ourOffer what {@link #offer} gave
     * @param local what it was made from
     */
    public static Negotiation accept(Sdp ourOffer, LocalMedia local, Sdp answer) {
        try {
            MediaDescription ours = ourOffer.media().getFirst();
            return new Agreed(
                    ourOffer,
                    switch (local.side()) {
                        case Side.Trunk side -> TrunkOffer.accept(ours, local, side, answer);
                        case Side.Browser side -> BrowserOffer.accept(ours, local, side, answer);
                    });
        } catch (BadSdp e) {
            return new Refused(Why.BAD_DESCRIPTION, reason(e));
        } catch (NotAcceptable e) {
            return new Refused(Why.NOT_ACCEPTABLE, reason(e));
        }
    }

    private static Agreed answerChecked(Sdp offer, LocalMedia local) throws BadSdp, NotAcceptable {
        MediaDescription chosen = null;
        Section ours = null;
        NotAcceptable firstReason = null;
        for (MediaDescription line : offer.media()) {
            boolean wanted = line.type().equals("audio") && line.port() != 0;
            // Where a peer offers the same audio twice, with and without SRTP, SRTP wins.
            if (!wanted || (ours != null && isProtected(ours))) {
                continue;
            }
            try {
                Section section = answerLine(offer, line, local);
                if (ours == null || isProtected(section)) {
                    chosen = line;
                    ours = section;
                }
            } catch (NotAcceptable e) {
                firstReason = firstReason == null ? e : firstReason;
            }
        }
        if (chosen == null || ours == null) {
            throw firstReason != null ? firstReason : new NotAcceptable("no audio is offered");
        }
        return new Agreed(
                session(
                        local,
                        address(offer, chosen, local),
                        sessionAttributes(offer, chosen, local),
                        media(offer, chosen, ours)),
                ours.plan());
    }

    private static Section answerLine(Sdp offer, MediaDescription line, LocalMedia local)
            throws BadSdp, NotAcceptable {
        return switch (local.side()) {
            case Side.Browser browser -> BrowserAnswer.answer(offer, line, local, browser);
            case Side.Trunk trunk -> TrunkAnswer.answer(offer, line, local, trunk);
        };
    }

    private static boolean isProtected(Section section) {
        return !(section.plan().security() instanceof Security.Plain);
    }

    private static List<MediaDescription> media(Sdp offer, MediaDescription chosen, Section ours) {
        var media = new ArrayList<MediaDescription>();
        for (MediaDescription line : offer.media()) {
            // By identity: two lines of an offer may be equal, and only one is answered.
            media.add(isSame(line, chosen) ? ours.description() : line.refused());
        }
        return media;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(MediaDescription line, @Nullable MediaDescription other) {
        return line == other;
    }

    private static Attributes sessionAttributes(
            Sdp offer, MediaDescription chosen, LocalMedia local) {
        var attributes = new Attributes.Builder();
        if (local.side() instanceof Side.Browser) {
            attributes.add("ice-lite");
            String mid = chosen.attributes().value("mid");
            if (mid != null && isBundled(offer, mid)) {
                attributes.add("group", "BUNDLE " + mid);
            }
        }
        return attributes.build();
    }

    // RFC 9143 7.3: the answer's group has of the offer's what it accepts
    private static boolean isBundled(Sdp offer, String mid) {
        return offer.attributes().values("group").stream()
                .map(Grammar::words)
                .anyMatch(words -> words.getFirst().equals("BUNDLE") && words.contains(mid));
    }

    /** Browsers choose among candidates; trunks are told what they can reach. */
    private static String address(Sdp offer, MediaDescription chosen, LocalMedia local) {
        return switch (local.side()) {
            case Side.Browser _ -> local.address();
            case Side.Trunk _ -> local.addressFor(offer.connectionOf(chosen));
        };
    }

    private static Sdp session(
            LocalMedia local, String literal, Attributes attributes, List<MediaDescription> media) {
        Connection address = Connection.of(literal);
        var origin =
                new Origin(
                        "-",
                        String.valueOf(local.sessionId()),
                        String.valueOf(local.sessionVersion()),
                        address);
        return new Sdp(origin, "-", address, attributes, media);
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? "" : message;
    }
}
