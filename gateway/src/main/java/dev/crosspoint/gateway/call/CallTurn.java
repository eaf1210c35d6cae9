package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.flow.FlowRunner;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.Tenant;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One step of a call in the making: the state as it changes, and what is asked for. Used once. */
final class CallTurn {
    static final String FULL = "the call has all its participants";

    final CallRules rules;
    final FlowRunner flows;
    final long nowNanos;
    final List<CallEffect> effects = new ArrayList<>();

    CallFacts facts;
    @Nullable Handover handover;
    Told told;

    /**
     * Why the first who left in this step did so, which is why the call ends if it does; others may
     * have left because of that.
     */
    @Nullable EndCause firstLeft;

    /** Whether those who are left at the end of this step may be left to their carrier. */
    boolean mayRelease;

    private final Fresh fresh;
    private final Map<PartyId, Party> parties = new LinkedHashMap<>();
    private final Tenant tenant;
    private boolean over;

    CallTurn(CallRules rules, FlowRunner flows, Fresh fresh, CallState state, long nowNanos) {
        this.rules = rules;
        this.flows = flows;
        this.fresh = fresh;
        this.nowNanos = nowNanos;
        this.facts = state.facts();
        this.handover = state.handover();
        this.told = state.told();
        this.over = state.over();
        state.parties().forEach(party -> parties.put(party.id(), party));
        this.tenant = mediaTenant(facts.tenant());
    }

    static Tenant mediaTenant(dev.crosspoint.signaling.api.Tenant tenant) {
        return new Tenant(tenant.account(), tenant.instance());
    }

    /** The state as it is now. */
    CallState state() {
        return new CallState(facts, parties(), handover, told, over);
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    // --- who is in the call ---

    List<Party> parties() {
        return List.copyOf(parties.values());
    }

    Optional<Party> party(@Nullable PartyId id) {
        return Optional.ofNullable(id == null ? null : parties.get(id));
    }

    /** Notes how somebody is now. */
    Party put(Party party) {
        parties.put(party.id(), party);
        return party;
    }

    /** Changes somebody who may have left meanwhile. */
    void change(PartyId id, UnaryOperator<Party> how) {
        parties.computeIfPresent(id, (_, party) -> how.apply(party));
    }

    /** Somebody is no longer here, and what they were entering is nobody's business. */
    void remove(PartyId id) {
        var gone = parties.remove(id);
        var guide = gone == null ? null : gone.guide();
        if (guide != null) {
            guide.flow().wipeInput();
        }
    }

    /** The customer; empty in an internal call and once the customer has left. */
    Optional<Party> customer() {
        return parties.values().stream()
                .filter(party -> party.role() instanceof Role.Customer)
                .findFirst();
    }

    /** Whether nobody else can take part in the call. */
    boolean isFull() {
        return parties.values().stream().filter(Party::isMember).count() >= rules.maxParticipants();
    }

    PartyId newId() {
        return new PartyId("p" + nextName());
    }

    LegId newLeg() {
        return new LegId(fresh.id());
    }

    String newDialog() {
        return fresh.id();
    }

    String newContactId() {
        return fresh.id();
    }

    String newToken() {
        return fresh.secret();
    }

    /**
     * The contact of the next agent: the initial one for whoever is first, a new one for everybody
     * else.
     */
    Contact nextContact() {
        var initial = facts.data().contact();
        var last = facts.last();
        if (last != null) {
            return new Contact(fresh.id(), initial.id(), last.contact().id());
        }
        boolean taken =
                parties.values().stream()
                        .anyMatch(party ->
                                party.role() instanceof Role.Agent agent
                                        && agent.contact().equals(initial));
        return taken ? new Contact(fresh.id(), initial.id(), initial.id()) : initial;
    }

    /** A number that is nobody else's in this call. */
    int nextName() {
        facts = facts.withNames(facts.names() + 1);
        return facts.names();
    }

    // --- media ---

    Tenant tenant() {
        return tenant;
    }

    void media(MediaCommand command) {
        effects.add(new CallEffect.ToMedia(command, CallInput.NOBODY));
    }

    /** Whoever asked for it hears from media whether it is so. */
    void media(MediaCommand command, long ticket) {
        effects.add(new CallEffect.ToMedia(command, ticket));
    }

    PlayId play(Path file, LegId listener, int times) {
        var play = new PlayId(facts.call().value() + ".play." + nextName());
        media(new MediaCommand.Play(tenant, facts.call(), play, file, List.of(listener), times));
        return play;
    }

    void stopPlay(@Nullable PlayId play) {
        if (play != null) {
            media(new MediaCommand.StopPlay(tenant, facts.call(), play));
        }
    }

    void closeLeg(@Nullable LegId leg) {
        if (leg != null) {
            media(new MediaCommand.CloseLeg(tenant, facts.call(), leg));
        }
    }

    void trunk(TrunkMessage.Command command) {
        trunk(command, CallInput.NOBODY);
    }

    /** The same, for a request that the trunk's answer decides. */
    void trunk(TrunkMessage.Command command, long ticket) {
        effects.add(new CallEffect.ToTrunk(command, ticket));
    }

    // --- agents ---

    void tell(@Nullable AgentKey agent, AgentMessage.Event event) {
        if (agent != null) {
            effects.add(new CallEffect.ToAgent(agent, event));
        }
    }

    void done(long ticket) {
        reply(ticket, new AgentMessage.Reply.Done());
    }

    void refuse(long ticket, AgentError error, String reason) {
        reply(ticket, new AgentMessage.Reply.Refused(error, reason));
    }

    void refuse(long ticket, MediaReply.Refused refused) {
        refuse(ticket, MediaRefusals.of(refused.error()), refused.reason());
    }

    void reply(long ticket, AgentMessage.Reply reply) {
        if (ticket != CallInput.NOBODY) {
            effects.add(new CallEffect.Reply(ticket, reply));
        }
    }

    // --- the rest ---

    void log(String line) {
        effects.add(new CallEffect.Log(line));
    }

    void late() {
        effects.add(new CallEffect.Late());
    }

    long after(long nanos) {
        return nowNanos + nanos;
    }

    boolean isPast(long deadlineNanos) {
        return deadlineNanos - nowNanos <= 0;
    }

    long epochMs() {
        return facts.clock().epochMsAt(nowNanos);
    }
}
