package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.Sip;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a call in the making: the facts as they change, and what is asked for. Used once. */
final class CallTurn {
    final CallRules rules;
    final long nowNanos;
    final List<CallEffect> effects = new ArrayList<>();
    CallFacts facts;

    private final Tenant tenant;

    CallTurn(CallRules rules, CallFacts facts, long nowNanos) {
        this.rules = rules;
        this.facts = facts;
        this.nowNanos = nowNanos;
        this.tenant = mediaTenant(facts.tenant());
    }

    static Tenant mediaTenant(dev.crosspoint.signaling.api.Tenant tenant) {
        return new Tenant(tenant.account(), tenant.instance());
    }

    // --- the customer ---

    LegId customerLeg() {
        return facts.customer().leg();
    }

    void open(String events) {
        media(new MediaCommand.OpenCall(tenant, facts.call(), events));
    }

    void answerCustomerLeg(Private offer) {
        media(
                new MediaCommand.AnswerLeg(
                        tenant,
                        facts.call(),
                        customerLeg(),
                        facts.customer().kind(),
                        SessionText.of(offer.value()),
                        rules.codecs().preference()));
    }

    void offerCustomerLeg() {
        media(
                new MediaCommand.OfferLeg(
                        tenant,
                        facts.call(),
                        customerLeg(),
                        facts.customer().kind(),
                        rules.codecs().preference()));
    }

    void acceptCustomerAnswer(Private answer) {
        media(
                new MediaCommand.AcceptAnswer(
                        tenant, facts.call(), customerLeg(), SessionText.of(answer.value())));
    }

    void answerReoffer(LegId leg, SessionText offer) {
        media(new MediaCommand.AnswerReoffer(tenant, facts.call(), leg, offer));
    }

    void sip(Sip sip) {
        facts = facts.with(facts.customer().with(sip));
    }

    /** 200, unless it was said before. */
    void answerCustomer() {
        var customer = facts.customer();
        var sdp = customer.sdp();
        if (sdp == null) {
            throw new IllegalStateException("nothing to answer the customer with yet");
        }
        switch (customer.sip()) {
            case ARRIVED, RINGING, EARLY -> {
                trunk(new TrunkMessage.Answer(customer.dialog(), sdp));
                sip(Sip.ANSWERED);
            }
            case ANSWERED, OVER, UNPLACED, PLACED -> {}
        }
    }

    /** A way for the customer to hear us: 183 where that is wanted, else 200. */
    void letCustomerHear() {
        var customer = facts.customer();
        switch (customer.sip()) {
            case ARRIVED, RINGING -> {
                if (rules.earlyMedia()) {
                    trunk(new TrunkMessage.Ring(customer.dialog(), customer.sdp()));
                    sip(Sip.EARLY);
                } else {
                    answerCustomer();
                }
            }
            case EARLY, ANSWERED, OVER, UNPLACED, PLACED -> {}
        }
    }

    /** 180, so that the caller's network does not take us for dead. */
    void ringCustomer() {
        if (facts.customer().sip() == Sip.ARRIVED) {
            trunk(new TrunkMessage.Ring(facts.customer().dialog(), null));
            sip(Sip.RINGING);
        }
    }

    void placeCall(Private offer) {
        var customer = facts.customer();
        trunk(
                new TrunkMessage.PlaceCall(
                        facts.tenant(),
                        customer.dialog(),
                        customer.trunk(),
                        facts.data().systemAddress(),
                        facts.data().customerAddress(),
                        offer,
                        rules.outboundRingSeconds()));
        sip(Sip.PLACED);
    }

    // --- audio ---

    PlayId play(Path file, LegId listener, int times) {
        var play = facts.play(facts.plays());
        facts = facts.withPlays(facts.plays() + 1);
        media(new MediaCommand.Play(tenant, facts.call(), play, file, List.of(listener), times));
        return play;
    }

    PlayId playMusic() {
        return play(rules.holdMusic(), customerLeg(), 0);
    }

    void stopPlay(@Nullable PlayId play) {
        if (play != null) {
            media(new MediaCommand.StopPlay(tenant, facts.call(), play));
        }
    }

    /** Both ways in one command; a muted agent is not heard. */
    void letThemTalk(LegId agentLeg, boolean muted) {
        hear(new Edit(customerLeg(), agentLeg, !muted), new Edit(agentLeg, customerLeg(), true));
    }

    void hear(Edit... edits) {
        media(new MediaCommand.EditHearing(tenant, facts.call(), List.of(edits)));
    }

    /** Keys for a leg; whoever asked for it hears from media whether they can be sent. */
    void sendDigits(LegId leg, Digits digits, long ticket) {
        var command = new MediaCommand.SendDigits(tenant, facts.call(), leg, digits);
        effects.add(new CallEffect.ToMedia(command, ticket));
    }

    // --- the agent ---

    void answerSoftphone(LegId leg, SessionText offer) {
        media(
                new MediaCommand.AnswerLeg(
                        tenant,
                        facts.call(),
                        leg,
                        new LegKind.Browser(),
                        offer,
                        rules.codecs().towardsBrowser(facts.customer().sdp())));
    }

    void closeLeg(LegId leg) {
        media(new MediaCommand.CloseLeg(tenant, facts.call(), leg));
    }

    void tell(AgentSide agent, AgentMessage.Event event) {
        effects.add(new CallEffect.ToAgent(agent.agent(), event));
    }

    void offer(AgentSide agent, int ringSeconds) {
        var queue = facts.queue();
        tell(
                agent,
                new AgentMessage.ContactOffered(
                        facts.contactId(),
                        facts.inbound() ? "inbound" : "outbound",
                        facts.data().customerAddress(),
                        queue == null ? "" : queue.name(),
                        facts.data().attributes(),
                        ringSeconds));
    }

    void accepted(AgentSide agent) {
        tell(agent, new AgentMessage.ContactAccepted(facts.contactId(), agent.token()));
    }

    void progress(AgentSide agent, String word) {
        tell(agent, new AgentMessage.ContactProgress(facts.contactId(), word));
    }

    void connected(AgentSide agent) {
        tell(agent, new AgentMessage.ContactConnected(facts.contactId(), agent.connectedMs()));
    }

    void muted(AgentSide agent) {
        tell(agent, new AgentMessage.ContactMuted(facts.contactId(), agent.muted()));
    }

    void quality(AgentSide agent, dev.crosspoint.media.api.MediaEvent.QualityReport report) {
        var customer = facts.customer();
        var heard = customer.heardDbov();
        var levels =
                heard == null
                        ? Map.of("agent", report.inLevelDbov(), "customer", customer.levelDbov())
                        : Map.of(
                                "agent",
                                report.inLevelDbov(),
                                "customer",
                                customer.levelDbov(),
                                "customerHeard",
                                heard);
        tell(
                agent,
                new AgentMessage.ContactQuality(
                        facts.contactId(),
                        levels,
                        Map.of(
                                "lossPercent", report.lossPercent(),
                                "jitterMs", report.jitterMs(),
                                "roundTripMs", report.roundTripMs())));
    }

    /** The contact is over for this agent, though perhaps not for the customer. */
    void dismiss(AgentSide agent, String reason, String sentence, boolean missed) {
        dropSoftphone(agent);
        tell(agent, new AgentMessage.ContactEnded(facts.contactId(), reason, sentence));
        effects.add(new CallEffect.Release(agent.agent(), missed));
    }

    /** Whoever waits for an answer to the invite gets one, and the leg is hung up. */
    void dropSoftphone(AgentSide agent) {
        var softphone = agent.softphone();
        if (softphone != null) {
            refuse(softphone.ticket(), AgentError.NOT_FOUND, "the contact is over");
            effects.add(new CallEffect.EndSoftphone(softphone.leg()));
        }
    }

    // --- replies ---

    void done(long ticket) {
        reply(ticket, new AgentMessage.Reply.Done());
    }

    void refuse(long ticket, AgentError error, String reason) {
        reply(ticket, new AgentMessage.Reply.Refused(error, reason));
    }

    void refuse(long ticket, MediaReply.Refused refused) {
        var error =
                switch (refused.error()) {
                    case BAD_DESCRIPTION, NOT_ACCEPTABLE -> AgentError.BAD_REQUEST;
                    case NO_CAPACITY -> AgentError.BUSY;
                    case DUPLICATE, WRONG_STATE -> AgentError.CONFLICT;
                    case UNKNOWN_CALL, UNKNOWN_LEG -> AgentError.NOT_FOUND;
                    case BAD_AUDIO_FILE, INTERNAL -> AgentError.INTERNAL;
                };
        refuse(ticket, error, refused.reason());
    }

    void reply(long ticket, AgentMessage.Reply reply) {
        if (ticket != CallInput.NOBODY) {
            effects.add(new CallEffect.Reply(ticket, reply));
        }
    }

    // --- plumbing ---

    void media(MediaCommand command) {
        effects.add(new CallEffect.ToMedia(command, CallInput.NOBODY));
    }

    void trunk(TrunkMessage.Command command) {
        effects.add(new CallEffect.ToTrunk(command));
    }

    void enqueue(String queue, boolean first) {
        effects.add(new CallEffect.Enqueue(queue, first));
    }

    void late() {
        effects.add(new CallEffect.Late());
    }

    long after(long nanos) {
        return nowNanos + nanos;
    }

    long epochMs() {
        return facts.clock().epochMsAt(nowNanos);
    }

    /**
     * Ends everything that is still there: the wait in a queue, the agent's contact, the SIP call,
     * the media. What each kind of SIP call needs is decided here and nowhere else.
     */
    CallState.Ended end(CallState state, EndCause cause) {
        var queue = facts.queue();
        if (state instanceof CallState.Queued && queue != null) {
            effects.add(new CallEffect.LeaveQueue(queue.id()));
        }
        var agent = state.agent();
        if (agent != null) {
            dismiss(agent, cause.reason(), cause.sentence(), false);
        }
        var dialog = facts.customer().dialog();
        switch (facts.customer().sip()) {
            case ARRIVED, RINGING ->
                    trunk(new TrunkMessage.Refuse(dialog, cause.status(), cause.reason()));
            case EARLY -> {
                if (facts.inbound()) {
                    trunk(new TrunkMessage.Refuse(dialog, cause.status(), cause.reason()));
                } else {
                    trunk(new TrunkMessage.HangUp(dialog, cause.reason()));
                }
            }
            case PLACED, ANSWERED -> trunk(new TrunkMessage.HangUp(dialog, cause.reason()));
            case UNPLACED, OVER -> {}
        }
        sip(Sip.OVER);
        media(new MediaCommand.CloseCall(tenant, facts.call()));
        effects.add(new CallEffect.Over(cause));
        return new CallState.Ended(facts);
    }
}
