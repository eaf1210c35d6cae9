package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.access.Permission;
import dev.crosspoint.gateway.access.SecurityProfiles;
import dev.crosspoint.gateway.call.CallControl;
import dev.crosspoint.gateway.call.CallEffect;
import dev.crosspoint.gateway.call.CallFacts;
import dev.crosspoint.gateway.call.CallFacts.WallClock;
import dev.crosspoint.gateway.call.CallInput;
import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Fresh;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.gateway.switchboard.Errand.Counted;
import dev.crosspoint.gateway.switchboard.LiveCalls.Live;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.Tenant;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All calls, agents and queues of the gateway: brings each message to the call it belongs to and
 * each waiting contact to an agent. Pure: time and randomness are arguments, and what is to be done
 * waits in {@link #drain} for the shell.
 */
final class Switchboard {
    private final SecurityProfiles profiles;
    private final String mediaEvents;
    private final Numbering numbering;
    private final Tenants tenants;
    private final RoutingDesk routing;
    private final Watchers watchers = new Watchers();
    private final LiveCalls calls;
    private final StandingLegs standing = new StandingLegs(this);
    private final Bookkeeper contacts;
    private final Arrivals arrivals = new Arrivals(this);
    private final Merge merge = new Merge(this);
    private final PhoneDesk phones;
    private final List<Errand> errands = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();

    private record Pending(Live live, CallInput input) {}

    /** With the event-bus address for media's events. */
    Switchboard(
            CallSettings settings,
            SecurityProfiles profiles,
            String mediaEvents,
            Fresh fresh,
            WallClock clock) {
        this.profiles = profiles;
        this.mediaEvents = mediaEvents;
        this.numbering = new Numbering(settings, fresh, clock);
        this.calls = new LiveCalls(settings.mediaLoops());
        this.routing = new RoutingDesk(this, settings.tenants(), clock);
        this.phones = new PhoneDesk(this);
        this.contacts = new Bookkeeper(this::errand, clock);
        this.tenants = new Tenants(settings, routing, calls, fresh, clock);
    }

    /** What somebody may do now. */
    Set<Permission> permissions(AgentKey who) {
        return profiles.of(who.tenant(), who.agentId());
    }

    // --- what happens outside ---

    void onTrunk(TrunkMessage.Event event, long nowNanos) {
        contacts.on(event, nowNanos);
        if (event instanceof TrunkMessage.CallArrived arrived) {
            if (arrived.trunk().equals(TrunkMessage.PHONES)) {
                phones.on(arrived, nowNanos);
            } else {
                arrivals.on(arrived, nowNanos);
            }
        } else if (event instanceof TrunkMessage.TransferRequested asked
                && !phones.mayTransfer(asked)) {
            late();
        } else if (!merge.merges(event, nowNanos)) {
            calls.dialog(event.dialog())
                    .filter(live -> facts(live).tenant().equals(event.tenant()))
                    .ifPresentOrElse(
                            live ->
                                    Translation.input(event, live.state())
                                            .ifPresentOrElse(i -> feed(live, i), this::late),
                            this::late);
        }
        settle(nowNanos);
    }

    void onMedia(MediaEvent event, long nowNanos) {
        contacts.on(event, nowNanos);
        if (!(event instanceof MediaEvent.LegTraffic) && !standing.onEvent(event)) {
            calls.call(event.call())
                    .ifPresentOrElse(live -> feed(live, Translation.input(event)), this::late);
        }
        settle(nowNanos);
    }

    void onMediaReply(MediaCommand command, MediaReply reply, long ticket, long nowNanos) {
        // A leg that moves is awaited where it goes.
        var call =
                command instanceof MediaCommand.MoveLeg move && move.target() != null
                        ? move.target()
                        : command.call();
        contacts.on(command, reply);
        if (!standing.onReply(command, reply, ticket, nowNanos)) {
            calls.call(call)
                    .ifPresentOrElse(
                            live -> feed(live, new CallInput.MediaReplied(command, reply, ticket)),
                            () -> refuse(ticket, "the contact is over"));
        }
        settle(nowNanos);
    }

    void onTrunkReply(
            CallId call,
            TrunkMessage.Command command,
            TrunkMessage.Reply reply,
            long ticket,
            long nowNanos) {
        calls.call(call)
                .ifPresentOrElse(
                        live -> feed(live, new CallInput.TrunkReplied(command, reply, ticket)),
                        () -> refuse(ticket, "the contact is over"));
        settle(nowNanos);
    }

    void onFunction(CallId call, int run, FlowInput.FunctionAnswer answer, long nowNanos) {
        calls.call(call)
                .ifPresentOrElse(
                        live -> feed(live, new CallInput.ForFlow(run, answer)), this::late);
        settle(nowNanos);
    }

    void onDemoHeard(DemoCaller.Heard heard, long nowNanos) {
        calls.all().stream()
                .filter(live -> numbering.isCustomer(heard.caller(), live.state()))
                .forEach(live -> feed(live, new CallInput.CustomerHeard(heard.levelDbov())));
        settle(nowNanos);
    }

    void onTime(long nowNanos) {
        routing.onTime(nowNanos);
        standing.onTime(nowNanos);
        settle(nowNanos);
        for (var due = calls.due(nowNanos); due.isPresent(); due = calls.due(nowNanos)) {
            var live = due.get();
            var before = live.state().nextDeadlineNanos();
            feed(live, new CallInput.TimePassed());
            settle(nowNanos);
            if (calls.call(live.id()).isPresent()
                    && live.state().nextDeadlineNanos().equals(before)) {
                fail(live, new IllegalStateException("a deadline that nothing answers"), nowNanos);
                settle(nowNanos);
            }
        }
    }

    /** The gateway stops: nobody is left on a line that nobody looks after. */
    void shutDown(long nowNanos) {
        calls.all().forEach(live -> abandon(live, EndCause.SHUTTING_DOWN, nowNanos));
        contacts.shutDown(nowNanos);
    }

    OptionalLong nextDeadlineNanos() {
        return Stream.of(
                        calls.nextDeadlineNanos(),
                        routing.nextDeadlineNanos(),
                        standing.nextDeadlineNanos())
                .flatMapToLong(OptionalLong::stream)
                .reduce((a, b) -> a - b <= 0 ? a : b);
    }

    /** What is to be done, in order; and forgets it. */
    List<Errand> drain() {
        var list = List.copyOf(errands);
        errands.clear();
        return list;
    }

    int activeCalls() {
        return calls.size();
    }

    // --- for the desks, arrivals and merges ---

    /** Event-bus address for media's events. */
    String mediaEvents() {
        return mediaEvents;
    }

    RoutingDesk routing() {
        return routing;
    }

    PhoneDesk phones() {
        return phones;
    }

    Watchers watchers() {
        return watchers;
    }

    LiveCalls calls() {
        return calls;
    }

    StandingLegs standing() {
        return standing;
    }

    Numbering numbering() {
        return numbering;
    }

    Bookkeeper contacts() {
        return contacts;
    }

    void errand(Errand errand) {
        errands.add(errand);
    }

    void feed(Live live, CallInput input) {
        pending.add(new Pending(live, input));
    }

    /** An agent calls somebody. */
    void dial(long ticket, AgentKey agent, CallFacts facts, Target target, long nowNanos) {
        count(Counted.DIALED);
        errand(new Errand.Reply(ticket, new AgentMessage.Reply.Dialing(facts.contactId())));
        var control = control(facts.tenant());
        begin(
                control,
                control.dial(
                        facts, agent, routing.devices().used(agent), target, mediaEvents, nowNanos),
                nowNanos);
    }

    /** An agent's phone has called somebody. */
    void dialled(
            AgentKey agent,
            String dialog,
            Private offer,
            CallFacts facts,
            Target target,
            long nowNanos) {
        count(Counted.DIALED);
        var control = control(facts.tenant());
        begin(
                control,
                control.dialled(facts, agent, dialog, offer, target, mediaEvents, nowNanos),
                nowNanos);
    }

    /** Lets every input have its effects, and every waiting contact its agent. */
    void settle(long nowNanos) {
        do {
            for (var next = pending.poll(); next != null; next = pending.poll()) {
                step(next.live(), next.input(), nowNanos);
            }
            routing.route(nowNanos);
        } while (!pending.isEmpty());
        routing.showChanges(nowNanos);
        contacts.writeDown();
    }

    // --- calls ---

    void begin(CallControl control, CallControl.Step step, long nowNanos) {
        var live = calls.add(control, calls.leastLoadedLoop(), step.state());
        contacts.changed(step.state(), step.effects(), nowNanos);
        step.effects().forEach(effect -> carryOut(live, effect, nowNanos));
    }

    /** One call's failure is its own: it ends, and the others go on. */
    private void step(Live live, CallInput input, long nowNanos) {
        try {
            world(facts(live).tenant()).turn(nowNanos);
            advance(live, live.control.step(live.state(), input, nowNanos), nowNanos);
        } catch (RuntimeException | StackOverflowError bug) {
            fail(live, bug, nowNanos);
        }
    }

    private void fail(Live live, Throwable bug, long nowNanos) {
        errand(new Errand.LogBug(live.id(), bug));
        count(Counted.FAILED);
        abandon(live, EndCause.FAILED, nowNanos);
    }

    /** Ends a call for a reason that lies outside it. */
    void abandon(Live live, EndCause cause, long nowNanos) {
        advance(live, live.control.abandon(live.state(), cause, nowNanos), nowNanos);
    }

    void advance(Live live, CallControl.Step step, long nowNanos) {
        calls.update(live, step.state());
        contacts.changed(step.state(), step.effects(), nowNanos);
        step.effects().forEach(effect -> carryOut(live, effect, nowNanos));
    }

    private void carryOut(Live live, CallEffect effect, long nowNanos) {
        switch (effect) {
            case CallEffect.ToMedia(var command, long ticket) -> {
                contacts.on(command);
                errand(new Errand.ToMedia(live.loop, command, ticket));
            }
            case CallEffect.ToTrunk(var command, long ticket) ->
                    errand(new Errand.ToTrunk(live.id(), command, ticket));
            case CallEffect.ToAgent(var agent, var event) -> routing.tell(agent, event);
            case CallEffect.EndSoftphone(var leg) ->
                    calls.removeSoftphone(leg)
                            .ifPresent(softphone ->
                                    errand(
                                            new Errand.ToSession(
                                                    softphone.address(),
                                                    new AgentMessage.EndLeg(leg.value()))));
            case CallEffect.Adopt(var leg, long ticket) ->
                    standing.adopt(leg, live, ticket, nowNanos);
            case CallEffect.Decline(var leg) -> standing.decline(leg);
            case CallEffect.LetGo(var leg, boolean stands) -> standing.letGo(leg, stands, nowNanos);
            case CallEffect.Reply(long ticket, var reply) ->
                    errand(new Errand.Reply(ticket, reply));
            case CallEffect.Routed routed -> routing.carryOut(live, routed, nowNanos);
            case CallEffect.Show(var view) ->
                    watchers.seen(facts(live).tenant(), view).forEach(this::errand);
            case CallEffect.Audit(var by, var deed) ->
                    errand(new Errand.Audit(by.tenant(), by.agentId(), deed));
            case CallEffect.AuditFirst(var asked, var deed) ->
                    errand(new Errand.AuditFirst(asked, deed));
            case CallEffect.ToFlow(int run, var input) ->
                    feed(live, new CallInput.ForFlow(run, input));
            case CallEffect.Invoke(int run, int ticket, var question) ->
                    errand(
                            new Errand.Invoke(
                                    live.id(), run, ticket, facts(live).tenant(), question));
            case CallEffect.Log(var line) -> errand(new Errand.Log(live.id(), line));
            case CallEffect.Late _ -> late();
            case CallEffect.Diagnosed(var party, var diagnosis, var sound) -> {
                var news = new LegNews(facts(live).contactId(), party.value(), sound);
                errand(new Errand.Diagnosed(facts(live).tenant(), diagnosis, news));
            }
            case CallEffect.Parted _ -> {} // The contact book has seen it.
            case CallEffect.Over(var cause) -> {
                calls.remove(live);
                world(facts(live).tenant()).forget(facts(live).contactId());
                watchers.gone(facts(live).tenant(), facts(live).contactId()).forEach(this::errand);
                errand(new Errand.CountEnd(cause));
            }
        }
    }

    private static CallFacts facts(Live live) {
        return live.state().facts();
    }

    TenantWorld world(Tenant tenant) {
        return tenants.world(tenant);
    }

    CallControl control(Tenant tenant) {
        return tenants.control(tenant);
    }

    private void refuse(long ticket, String reason) {
        if (ticket != CallInput.NOBODY) {
            errand(
                    new Errand.Reply(
                            ticket,
                            new AgentMessage.Reply.Refused(
                                    AgentMessage.AgentError.NOT_FOUND, reason)));
        }
    }

    private void late() {
        count(Counted.LATE);
    }

    void count(Counted what) {
        errand(new Errand.Count(what));
    }
}
