package dev.crosspoint.gateway.bookkeeping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crosspoint.gateway.bookkeeping.CallPages.Owner;
import dev.crosspoint.gateway.call.CallEffect;
import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.CallFacts.Direction;
import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.contact.Contact;
import dev.crosspoint.gateway.contact.ContactRecord;
import dev.crosspoint.gateway.contact.ContactRecord.Dialled.By;
import dev.crosspoint.gateway.contact.ContactRecord.Method;
import dev.crosspoint.gateway.contact.LegQuality.Who;
import dev.crosspoint.gateway.routing.AgentActivity;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.signaling.api.Private;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the contact records of all calls. Told of every step of a call, it sees for itself what has
 * become of its contacts: each agent's interval, and the wait for it, is one; the first one is also
 * whatever happens before, and all of it when no agent comes; those whom the last agent leaves to
 * each other are in one more. A supervisor who listens is none.
 *
 * <p>A record is made when a contact begins, when it is put into a queue, when it is connected,
 * when it ends, and when something becomes known of it afterwards.
 */
public final class ContactBook {
    private final Map<CallId, CallPages> calls = new HashMap<>();
    private final Map<LegId, Sound> sounds = new HashMap<>();
    private final Set<ContactPage> news = new LinkedHashSet<>();
    private final AfterWork afterWork = new AfterWork(news::add);

    /** What is known of a leg's audio. */
    private record Sound(CallId call, String codec, long received) {
        Sound in(CallId other) {
            return new Sound(other, codec, received);
        }
    }

    // --- what happens ---

    /**
     * A call began, or made a step.
     *
     * @param effects of the step
     */
    public void changed(CallState state, List<CallEffect> effects, long nowNanos) {
        var facts = state.facts();
        long nowMs = facts.clock().epochMsAt(nowNanos);
        var call = calls.get(facts.call());
        if (call == null) {
            // What comes after the end of a call is late.
            if (state.over() && effects.stream().noneMatch(CallEffect.Over.class::isInstance)) {
                return;
            }
            call = open(facts);
        }
        for (var party : state.parties()) {
            see(party, state, call, nowMs);
        }
        for (var effect : effects) {
            switch (effect) {
                case CallEffect.Parted(var contact, var cause) ->
                        part(contact, cause, facts, call, nowMs);
                case CallEffect.Over(var cause) -> close(facts, call, cause, nowMs);
                default -> {}
            }
        }
        if (!state.over()) {
            seeTail(state, call, nowMs);
        }
        for (var page : call.pages.values()) {
            if (!call.strangers.contains(page.id()) && page.carries(facts.data())) {
                news.add(page);
            }
        }
    }

    /** A call was refused before it began to be one. */
    public void refused(CallFacts facts, EndCause why) {
        var page = page(facts, facts.data().contact(), facts.startedMs());
        page.ends(why.word(), facts.startedMs());
        news.add(page);
    }

    /** Contacts go on in another call. */
    public void moved(List<Party> parties, CallId from, CallId to) {
        var left = calls.get(from);
        var joined = calls.get(to);
        if (left == null || joined == null) {
            return;
        }
        for (var party : parties) {
            if (party.role() instanceof Role.Agent agent) {
                var page = left.pages.remove(agent.contact().id());
                if (page != null) {
                    joined.pages.put(page.id(), page);
                    joined.strangers.add(page.id());
                }
            }
            var leg = party.leg();
            if (leg != null) {
                sounds.computeIfPresent(leg, (_, sound) -> sound.in(to));
            }
        }
    }

    /** Which codec a leg has, by its RFC 3551 or RFC 7587 name. */
    public void codec(CallId call, LegId leg, String name) {
        if (calls.containsKey(call)) {
            var before = sounds.get(leg);
            sounds.put(leg, new Sound(call, name, before == null ? 0 : before.received()));
        }
    }

    /** How a leg sounded in the last second. */
    public void sounds(CallId call, LegId leg, QualityReport report) {
        var pages = calls.get(call);
        if (pages == null) {
            return;
        }
        var owner = pages.owner(leg);
        if (owner.isEmpty()) {
            return;
        }
        var before = sounds.getOrDefault(leg, new Sound(call, "", 0));
        long arrived = Math.max(0, report.received() - before.received());
        sounds.put(leg, new Sound(call, before.codec(), report.received()));
        var own = owner.get().contactId();
        for (var page : pages.pages.values()) {
            if (!page.isOver() && (own == null || own.equals(page.id()))) {
                page.sounds(leg, owner.get().who(), report, arrived, before.codec());
            }
        }
    }

    /** What agents do, which tells of their work after contacts. */
    public void happened(AgentActivity activity) {
        afterWork.on(activity);
    }

    /** Nothing more will be known. */
    public void shutDown(long nowNanos) {
        afterWork.end(nowNanos);
    }

    /** The records that are new since the last time, in order. */
    public List<ContactRecord> drain() {
        var records = news.stream().map(ContactPage::next).toList();
        news.clear();
        afterWork.forget();
        return records;
    }

    // --- parties ---

    private CallPages open(CallFacts facts) {
        var call = new CallPages();
        calls.put(facts.call(), call);
        begin(facts, facts.data().contact(), call, facts.startedMs());
        return call;
    }

    private void see(Party party, CallState state, CallPages call, long nowMs) {
        switch (party.role()) {
            case Role.Customer _ -> seeLeg(party, new Owner(Who.CUSTOMER, null), call);
            case Role.External(var number) -> {
                seeLeg(party, new Owner(Who.THIRD_PARTY, null), call);
                boolean isNew = call.seen.add(party.id());
                // Who was called is wanted by somebody; whoever came by itself was not called.
                if (isNew && party.broughtBy() != null) {
                    dialled(number, party, state, call);
                }
            }
            case Role.Agent agent when agent.supervision() != null ->
                    seeLeg(party, new Owner(Who.SUPERVISOR, subject(agent, state)), call);
            case Role.Agent agent -> seeAgent(party, agent, state, call, nowMs);
        }
    }

    private static @Nullable String subject(Role.Agent supervisor, CallState state) {
        var supervision = supervisor.supervision();
        return state.parties().stream()
                .filter(party -> supervision != null && party.id().equals(supervision.subject()))
                .map(Party::role)
                .filter(Role.Agent.class::isInstance)
                .map(role -> ((Role.Agent) role).contact().id())
                .findFirst()
                .orElse(null);
    }

    private static void seeLeg(Party party, Owner owner, CallPages call) {
        var leg = party.leg();
        if (leg != null) {
            call.leg(leg, owner);
        }
    }

    private void seeAgent(
            Party party, Role.Agent agent, CallState state, CallPages call, long nowMs) {
        var id = agent.contact().id();
        var page = call.pages.get(id);
        if (page == null) {
            page = begin(state.facts(), agent.contact(), call, nowMs);
        }
        seeLeg(party, new Owner(Who.AGENT, id), call);
        var who = agent.agent();
        if (who != null) {
            page.agent(who.agentId());
        }
        boolean isNews =
                party.stage() instanceof Stage.Sought
                        && agent.wanted() instanceof Role.Wanted.FromQueue(var queue, var name, _)
                        && page.waits(queue, name, nowMs);
        isNews |= agent.connectedMs() != 0 && page.connected(agent.connectedMs());
        var recording = agent.recorded().id();
        isNews |= recording != null && page.recorded(recording.value());
        if (page.isConnected()) {
            page.held(isFarHeld(party, state), nowMs);
        }
        if (isNews) {
            news.add(page);
        }
    }

    /** Whether the customer is on hold; between colleagues, the other one. */
    private static boolean isFarHeld(Party agent, CallState state) {
        boolean internal = state.facts().direction() == Direction.INTERNAL;
        return state.parties().stream()
                .filter(Party::held)
                .anyMatch(party ->
                        internal
                                ? !party.id().equals(agent.id())
                                : party.role() instanceof Role.Customer);
    }

    private void dialled(Private number, Party party, CallState state, CallPages call) {
        var agent =
                state.parties().stream()
                        .filter(other -> other.id().equals(party.broughtBy()))
                        .map(Party::role)
                        .filter(Role.Agent.class::isInstance)
                        .map(role -> ((Role.Agent) role).contact().id())
                        .findFirst();
        // A supervisor who joins in has no contact, and calls somebody for that of the others.
        var page = agent.map(call.pages::get).or(() -> current(state.facts(), call));
        if (page.isPresent()
                && page.get().dialled(agent.isPresent() ? By.AGENT : By.FLOW, number)
                && page.get().isOver()) {
            news.add(page.get());
        }
    }

    /** The contact that a flow's doing belongs to: the first one, or the last that had an agent. */
    private static Optional<ContactPage> current(CallFacts facts, CallPages call) {
        var first = Optional.ofNullable(call.pages.get(facts.contactId()));
        var last = facts.last();
        return last == null
                ? first
                : Optional.ofNullable(call.pages.get(last.contact().id())).or(() -> first);
    }

    // --- contacts ---

    private ContactPage begin(CallFacts facts, Contact contact, CallPages call, long nowMs) {
        var page = page(facts, contact, nowMs);
        call.pages.put(contact.id(), page);
        news.add(page);
        return page;
    }

    private static ContactPage page(CallFacts facts, Contact contact, long initiatedMs) {
        return new ContactPage(
                facts.tenant(), contact, method(facts, contact), facts.data(), initiatedMs);
    }

    private static Method method(CallFacts facts, Contact contact) {
        boolean first = contact.previousId() == null;
        return switch (facts.direction()) {
            case INBOUND -> first ? Method.INBOUND : Method.TRANSFER;
            case OUTBOUND -> first ? Method.OUTBOUND : Method.TRANSFER;
            case INTERNAL -> Method.INTERNAL;
        };
    }

    /** From the last agent's end on, until another agent is wanted or the call is over. */
    private void seeTail(CallState state, CallPages call, long nowMs) {
        var tail = call.tail;
        boolean isOthers =
                call.pages.values().stream().anyMatch(page -> page != tail && !page.isOver());
        if (tail != null && isOthers) {
            end(tail, EndCause.TRANSFERRED, nowMs);
            call.tail = null;
        } else if (tail == null && !isOthers && isLeftTogether(state)) {
            var facts = state.facts();
            var last = facts.last();
            var before = last == null ? facts.data().contact() : last.contact();
            call.tail = begin(facts, after(before, call.pages.size()), call, nowMs);
        }
    }

    /** Its id follows from the one before: a book draws no lots. */
    private static Contact after(Contact before, int count) {
        var id = UUID.nameUUIDFromBytes((before.id() + " " + count).getBytes(UTF_8));
        return new Contact(id.toString(), before.initialId(), before.id());
    }

    private static boolean isLeftTogether(CallState state) {
        return state.parties().stream()
                        .filter(party -> party.stage() instanceof Stage.Present)
                        .filter(party -> !(party.role() instanceof Role.Agent))
                        .count()
                >= 2;
    }

    private void part(
            String contactId, EndCause cause, CallFacts facts, CallPages call, long nowMs) {
        var page = call.pages.get(contactId);
        if (page == null || page.isOver()) {
            return;
        }
        if (cause == EndCause.QUEUE_FULL || cause == EndCause.NO_AGENTS) {
            page.refused();
        }
        // The first contact waits for another agent as long as none was connected.
        if (page.isConnected() || !contactId.equals(facts.contactId())) {
            end(page, cause, nowMs);
        } else {
            page.leaves();
        }
    }

    private void close(CallFacts facts, CallPages call, EndCause cause, long nowMs) {
        calls.remove(facts.call());
        sounds.values().removeIf(sound -> sound.call().equals(facts.call()));
        for (var page : call.pages.values()) {
            if (!page.isOver()) {
                end(page, cause, nowMs);
            }
        }
    }

    private void end(ContactPage page, EndCause cause, long nowMs) {
        // To a call that had an agent before, a customer who gives up in a queue just hangs up.
        boolean abandons = cause == EndCause.CUSTOMER_HUNG_UP && page.isWaiting();
        page.ends((abandons ? EndCause.ABANDONED : cause).word(), nowMs);
        afterWork.over(page);
        news.add(page);
    }
}
