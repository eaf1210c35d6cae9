package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.ContactData;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call whatever its state.
 *
 * @param tenant whose call it is
 * @param inbound whether the customer called us
 * @param data the contact, its attributes and numbers
 * @param recording as the flow set it
 * @param queue the queue it was put into, null before that
 * @param clock turns the monotonic clock into the time of day
 * @param plays prompts started so far, for their ids
 */
public record CallFacts(
        Tenant tenant,
        CallId call,
        boolean inbound,
        ContactData data,
        RecordingPolicy recording,
        @Nullable Queue queue,
        Customer customer,
        WallClock clock,
        int plays) {

    /** The queue of a contact, and what agents see as its name. */
    public record Queue(String id, String name) {}

    /**
     * The customer's end of the call.
     *
     * @param dialog the SIP call
     * @param trunk the trunk it is on
     * @param kind how the trunk's audio travels
     * @param sip how far the SIP call is
     * @param flow the flow that answers an inbound call; empty for an outbound one
     * @param sdp our answer (or offer) once media has made it
     * @param weOffer whether the offer of the first exchange is ours
     * @param flowing whether audio of the customer has arrived
     * @param levelDbov what the customer says, -127 to 0
     * @param heardDbov what a demo customer says it hears; null for real ones
     */
    public record Customer(
            String dialog,
            String trunk,
            LegId leg,
            LegKind kind,
            Sip sip,
            String flow,
            @Nullable Private sdp,
            boolean weOffer,
            boolean flowing,
            int levelDbov,
            @Nullable Integer heardDbov) {

        /** A customer who calls us. */
        static Customer calling(
                String dialog,
                String trunk,
                LegId leg,
                LegKind kind,
                String flow,
                boolean weOffer) {
            return new Customer(
                    dialog, trunk, leg, kind, Sip.ARRIVED, flow, null, weOffer, false, -127, null);
        }

        /** A customer whom we are going to call. */
        static Customer called(String dialog, String trunk, LegId leg, LegKind kind) {
            return new Customer(
                    dialog, trunk, leg, kind, Sip.UNPLACED, "", null, true, false, -127, null);
        }

        Customer with(Sip changed) {
            return new Customer(
                    dialog, trunk, leg, kind, changed, flow, sdp, weOffer, flowing, levelDbov,
                    heardDbov);
        }

        Customer withSdp(Private ours) {
            return new Customer(
                    dialog, trunk, leg, kind, sip, flow, ours, weOffer, flowing, levelDbov,
                    heardDbov);
        }

        Customer withAudio(boolean arrived, int level, @Nullable Integer heard) {
            return new Customer(
                    dialog, trunk, leg, kind, sip, flow, sdp, weOffer, arrived, level, heard);
        }
    }

    /** How far the customer's SIP call is, and so how it is ended. */
    public enum Sip {
        /** They called; nothing was said but 100. */
        ARRIVED,
        /** They called and hear ringing (180). */
        RINGING,
        /** They called and hear us before the answer (183). */
        EARLY,
        /** We have not called them yet. */
        UNPLACED,
        /** We have called them. */
        PLACED,
        /** Both ways, answered. */
        ANSWERED,
        /** It is over at their end, or never came to be. */
        OVER
    }

    /** A moment on both clocks. */
    public record WallClock(long nanos, long epochMs) {
        long epochMsAt(long nowNanos) {
            return epochMs + (nowNanos - nanos) / 1_000_000;
        }
    }

    String contactId() {
        return data.contact().id();
    }

    /** The id of the n-th prompt of this call. */
    PlayId play(int number) {
        return new PlayId(call.value() + ".play." + number);
    }

    CallFacts with(Customer changed) {
        return new CallFacts(tenant, call, inbound, data, recording, queue, changed, clock, plays);
    }

    CallFacts with(ContactData changed, RecordingPolicy policy) {
        return new CallFacts(tenant, call, inbound, changed, policy, queue, customer, clock, plays);
    }

    CallFacts with(Queue entered) {
        return new CallFacts(
                tenant, call, inbound, data, recording, entered, customer, clock, plays);
    }

    CallFacts withPlays(int count) {
        return new CallFacts(tenant, call, inbound, data, recording, queue, customer, clock, count);
    }
}
