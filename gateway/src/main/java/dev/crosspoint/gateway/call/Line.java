package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.signaling.api.Private;
import org.jspecify.annotations.Nullable;

/** What carries somebody's audio. */
public sealed interface Line {

    /** Nothing yet. */
    record None() implements Line {}

    /**
     * An agent's browser.
     *
     * @param token what the softphone shows for this contact
     * @param leg the leg that carries the audio; null until invited and while lost
     */
    record Softphone(Private token, @Nullable PhoneLeg leg) implements Line {

        boolean has(LegId other) {
            return leg != null && leg.id().equals(other);
        }

        @Nullable LegId inMedia() {
            return leg != null && leg.inMedia() ? leg.id() : null;
        }

        Softphone with(@Nullable PhoneLeg changed) {
            return new Softphone(token, changed);
        }
    }

    /**
     * A leg of the softphone.
     *
     * @param ticket the invite that waits for our answer; {@link CallInput#NOBODY} when none does
     * @param ownSocket whether it is signalled on a socket of its own, which outlives the session
     * @param inMedia whether media has it in this call
     * @param standing whether it outlives the contact
     */
    record PhoneLeg(LegId id, long ticket, boolean ownSocket, boolean inMedia, boolean standing) {

        PhoneLeg answered() {
            return new PhoneLeg(id, CallInput.NOBODY, ownSocket, true, standing);
        }

        PhoneLeg withInMedia(boolean there) {
            return new PhoneLeg(id, ticket, ownSocket, there, standing);
        }

        PhoneLeg asked(long by) {
            return new PhoneLeg(id, by, ownSocket, inMedia, standing);
        }
    }

    /**
     * A SIP call on a trunk: a customer, somebody who was called, or an agent's desk phone.
     *
     * @param dialog the SIP call
     * @param trunk the trunk it is on
     * @param kind how the trunk's audio travels
     * @param number whom we call; the caller's number when it calls us
     * @param from the number that whoever we call sees; ours that was dialled when they call us
     * @param sip how far the SIP call is
     * @param sdp our answer or offer once media has made it
     * @param weOffer whether the offer of the first exchange is ours
     * @param inMedia whether media has the leg
     * @param holds whether the others are on hold because an agent's phone says so
     */
    record Trunk(
            String dialog,
            String trunk,
            LegId leg,
            LegKind kind,
            Private number,
            Private from,
            Sip sip,
            @Nullable Private sdp,
            boolean weOffer,
            boolean inMedia,
            boolean holds)
            implements Line {

        /**
         * Somebody who calls us.
         *
         * @param number the caller's
         * @param dialled ours
         * @param weOffer whether the INVITE came without an offer
         */
        public static Trunk calling(
                String dialog,
                String trunk,
                LegId leg,
                LegKind kind,
                Private number,
                Private dialled,
                boolean weOffer) {
            return new Trunk(
                    dialog,
                    trunk,
                    leg,
                    kind,
                    number,
                    dialled,
                    Sip.ARRIVED,
                    null,
                    weOffer,
                    false,
                    false);
        }

        /** Somebody whom we are going to call. */
        static Trunk called(
                String dialog,
                String trunk,
                LegId leg,
                LegKind kind,
                Private number,
                Private from) {
            return new Trunk(
                    dialog, trunk, leg, kind, number, from, Sip.UNPLACED, null, true, false, false);
        }

        Trunk with(Sip changed) {
            return new Trunk(
                    dialog, trunk, leg, kind, number, from, changed, sdp, weOffer, inMedia, holds);
        }

        /** Media has the leg and has described it. */
        Trunk described(Private ours) {
            return new Trunk(
                    dialog, trunk, leg, kind, number, from, sip, ours, weOffer, true, holds);
        }

        Trunk withInMedia(boolean there) {
            return new Trunk(
                    dialog, trunk, leg, kind, number, from, sip, sdp, weOffer, there, holds);
        }

        Trunk withHolds(boolean whether) {
            return new Trunk(
                    dialog, trunk, leg, kind, number, from, sip, sdp, weOffer, inMedia, whether);
        }
    }

    /** How far a SIP call is, and so how it is ended. */
    enum Sip {
        /** They called; nothing was said but 100. */
        ARRIVED,
        /** They called and hear ringing (180). */
        RINGING,
        /** They called and hear us before the answer (183). */
        HEARING,
        /** We have not called them yet. */
        UNPLACED,
        /** We have called them. */
        PLACED,
        /** We have called them, and their network rings. */
        ALERTING,
        /** We have called them, and their network sends audio before the answer (183). */
        EARLY,
        /** Both ways, answered. */
        ANSWERED,
        /** It is over at their end, or never came to be. */
        OVER
    }
}
