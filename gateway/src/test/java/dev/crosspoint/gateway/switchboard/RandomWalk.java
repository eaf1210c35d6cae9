package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.EndCause;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.call.Situations;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.contact.PhoneNumber;
import dev.crosspoint.gateway.flow.ExternalValues;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowInput;
import dev.crosspoint.gateway.fraud.Denial;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One seeded walk: somebody does something, again and again. */
final class RandomWalk {
    private static final List<String> DEVICES = List.of("softphone", "desk-phone", "tin-can");

    private final Random random;
    private final Office office;
    private final OfficeRules rules;
    private final RandomNetwork network;
    private final RandomMedia media;
    private final boolean sociable;
    private final Situations situations = new Situations();
    private final List<String> log = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Long> tickets = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<CallId> calls = new ArrayList<>();
    private int names;

    RandomWalk(FlowBook flows, int seed) {
        random = new Random(seed);
        sociable = seed % 4 == 1;
        office =
                seed % 5 == 0
                        ? Office.withReferringCarrier(flows)
                        : new Office(flows, seed % 3 == 0);
        rules = new OfficeRules(office);
        network = new RandomNetwork(office, random);
        media = new RandomMedia(office, random);
        for (var name : Office.AGENTS) {
            agents.add(office.available(name));
        }
    }

    void step() {
        if (random.nextInt(4) == 0) {
            office.mediaAnswers();
            noteCalls();
        }
        if (random.nextInt(10) < 5) {
            advance();
            return;
        }
        // Some offices like to talk all together.
        int what = sociable && random.nextInt(3) == 0 ? 21 : random.nextInt(58);
        log.add(String.valueOf(what));
        var agent = pick(agents);
        switch (what) {
            case 0, 1 -> network.calls("d" + ++names);
            case 2 -> ask(new AgentMessage.Dial(agent, target()));
            case 3, 4 ->
                    ask(
                            new AgentMessage.SetState(
                                    agent,
                                    pick(
                                            List.of(
                                                    "available",
                                                    "available",
                                                    "lunch",
                                                    "offline",
                                                    "busy"))));
            case 5, 6 -> verb(agent, new ContactVerb.Accept());
            case 7 -> verb(agent, new ContactVerb.Reject());
            case 8 -> verb(agent, new ContactVerb.HangUp());
            case 9 -> verb(agent, new ContactVerb.Mute(participant(), random.nextBoolean()));
            case 10 -> verb(agent, new ContactVerb.SendDigits(participant(), new Private("12#")));
            case 11, 12, 13 -> verb(agent, new ContactVerb.Hold(participant(), flip()));
            case 14, 15, 16 -> verb(agent, new ContactVerb.Transfer(target()));
            case 17, 18, 19, 20 -> verb(agent, new ContactVerb.Consult(target()));
            case 21, 22, 23, 24 -> verb(agent, new ContactVerb.Add(target()));
            case 25, 26 -> verb(agent, new ContactVerb.Complete());
            case 27 -> verb(agent, new ContactVerb.Swap());
            case 28 -> verb(agent, new ContactVerb.Join());
            case 29 -> verb(agent, new ContactVerb.Cancel());
            case 30 -> verb(agent, new ContactVerb.Remove(String.valueOf(participant())));
            case 31, 32, 33 -> supervise();
            case 34 -> ask(new AgentMessage.SetDevice(agent, pick(DEVICES)));
            case 35, 36 -> invite(agent);
            case 37 -> bye(agent);
            case 38 -> ask(new AgentMessage.SessionLost(agent));
            case 39 -> signIn(agent);
            case 40, 41 -> media.flows();
            case 42 -> media.endLeg();
            case 43 -> media.digit();
            case 44 -> media.endPlay();
            case 45 -> media.quality();
            case 46, 47 -> network.says();
            case 48 -> office.pass(pick(List.of(1, 3, 10, 30)));
            case 49 -> {
                media.failOnce();
                answerFunctions();
            }
            case 50 -> media.stale();
            case 51 -> {
                if (random.nextInt(8) == 0) {
                    verb(agent, new ContactVerb.End());
                } else {
                    ask(new AgentMessage.Watch(agent, flip()));
                }
            }
            case 52 -> {
                office.errands.mediaIsSlow = flip();
                office.mediaAnswers();
            }
            case 53 -> program();
            case 54 -> verb(agent, new ContactVerb.PauseRecording(flip()));
            case 55, 56, 57 -> stand(agent);
            default -> throw new AssertionError(what);
        }
    }

    /** What naturally comes next for somebody in some call, so that walks get far. */
    private void advance() {
        var live = List.copyOf(office.switchboard.calls().all());
        if (live.isEmpty() || (live.size() < 3 && random.nextInt(20) == 0)) {
            network.calls("d" + ++names);
            return;
        }
        var state = pick(live).state();
        var party = pick(state.parties());
        log.add(party.id() + " " + party.stage().getClass().getSimpleName());
        var call = state.facts().call();
        switch (party.stage()) {
            case Stage.Arriving _, Stage.Replacing _ -> network.confirms(party);
            case Stage.Planned _, Stage.Referring _ -> {}
            case Stage.Sought _ -> ask(new AgentMessage.SetState(pick(agents), "available"));
            case Stage.Offered _ -> {
                if (party.line() instanceof Line.Trunk) {
                    network.answers(party);
                } else {
                    agentOf(party).ifPresent(agent -> verb(agent, new ContactVerb.Accept()));
                }
            }
            case Stage.Joining _ -> join(party, call);
            case Stage.Dialing _ -> network.answers(party);
            case Stage.Present _ -> media.goesOn(party, call);
        }
    }

    private void join(Party party, CallId call) {
        if (!(party.line() instanceof Line.Softphone line)) {
            return;
        }
        var leg = line.leg();
        if (leg != null) {
            // A leg that media has refused, which is not known here yet, never flows.
            if (office.media.has(call, leg.id())) {
                office.media(new MediaEvent.LegFlowing(Office.mediaTenant(), call, leg.id()));
            }
        } else {
            var waiting =
                    office.media.lobby.stream()
                            .filter(it -> isOf(it, party))
                            .map(LegId::value)
                            .findFirst();
            if (waiting.isPresent()) {
                agentOf(party)
                        .ifPresent(agent ->
                                ask(
                                        new AgentMessage.ConnectContact(
                                                agent, waiting.get(), line.token())));
                return;
            }
            agentOf(party)
                    .ifPresent(agent ->
                            ask(
                                    new AgentMessage.Invite(
                                            agent,
                                            "leg" + ++names,
                                            line.token(),
                                            new Private("o"),
                                            List.of(),
                                            flip())));
        }
    }

    private boolean isOf(LegId leg, Party party) {
        return office.switchboard
                .standing()
                .find(leg)
                .filter(it ->
                        party.role() instanceof Role.Agent role && it.agent.equals(role.agent()))
                .isPresent();
    }

    private Optional<Agent> agentOf(Party party) {
        return party.role() instanceof Role.Agent role && role.agent() != null
                ? agents.stream()
                        .filter(agent -> agent.agentId().equals(role.agent().agentId()))
                        .findFirst()
                : Optional.empty();
    }

    private void verb(Agent agent, ContactVerb verb) {
        ask(new AgentMessage.OnContact(agent, office.contactOf(agent), verb));
    }

    private void supervise() {
        var sue = agents.getLast();
        var contact = office.contactOf(pick(agents));
        var how = pick(List.of(ContactVerb.Supervision.values()));
        ask(new AgentMessage.OnContact(sue, contact, new ContactVerb.Supervise(how)));
    }

    /** A program acts on somebody's contact or state, or denies every caller for a moment. */
    private void program() {
        var sue = Office.key(agents.getLast());
        var agent = pick(agents);
        switch (random.nextInt(8)) {
            case 0 -> {
                var caller = new Denial.OfNumber(new PhoneNumber(Office.CUSTOMER));
                ask(new ControlMessage.Deny(sue, new Denial("d", caller, null)));
                ask(new ControlMessage.Lift(sue, "d"));
            }
            case 1 -> ask(new ControlMessage.SetState(sue, agent.agentId(), "available"));
            case 2 -> ask(new ControlMessage.Dial(Office.key(agent), target()));
            case 3 -> ask(new ControlMessage.Watch(Office.TENANT, "program", flip()));
            default -> {
                var verb =
                        pick(
                                List.of(
                                        new ContactVerb.End(),
                                        new ContactVerb.Remove(String.valueOf(participant())),
                                        new ContactVerb.Transfer(target()),
                                        new ContactVerb.Consult(target()),
                                        new ContactVerb.Complete(),
                                        new ContactVerb.Join(),
                                        new ContactVerb.Cancel(),
                                        new ContactVerb.HangUp()));
                ask(new ControlMessage.Act(sue, office.contactOf(agent), verb));
            }
        }
    }

    private void ask(ControlMessage.Request request) {
        tickets.add(office.askLater(request));
        noteCalls();
    }

    private @Nullable String participant() {
        return random.nextInt(3) == 0 ? null : "p" + (1 + random.nextInt(9));
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private Target target() {
        return switch (random.nextInt(7)) {
            case 0, 1, 2 -> new Target.ToAgent(pick(Office.AGENTS));
            case 3 -> new Target.ToQueue(pick(List.of("sales", "service", "none")));
            case 4 -> new Target.ToFlow(pick(List.of("inbound", "none")));
            default ->
                    new Target.ToNumber(
                            new Private(pick(List.of("02079460777", "02079460888", "x"))));
        };
    }

    private void ask(AgentMessage.Request request) {
        tickets.add(office.askLater(request));
        noteCalls();
    }

    private void invite(Agent agent) {
        var token =
                tokens.isEmpty()
                        ? "none"
                        : pick(tokens.subList(Math.max(0, tokens.size() - 4), tokens.size()));
        var leg = "leg" + (random.nextInt(5) == 0 ? names : ++names);
        ask(
                new AgentMessage.Invite(
                        random.nextInt(4) == 0 ? null : agent,
                        leg,
                        new Private(token),
                        new Private("offer"),
                        List.of("c"),
                        flip()));
    }

    /** A leg without a contact, the next contact of one, or the end of its contact. */
    private void stand(Agent agent) {
        var legs = new ArrayList<LegId>(office.media.lobby);
        office.media.rooms.values().forEach(room -> legs.addAll(room.legs));
        // Softphones' only: others have names that no softphone is given.
        legs.removeIf(it -> !it.value().startsWith("leg"));
        var leg = legs.isEmpty() || random.nextInt(8) == 0 ? "leg" + ++names : pick(legs).value();
        switch (random.nextInt(6)) {
            case 0 ->
                    ask(
                            new AgentMessage.Invite(
                                    agent, leg, null, new Private("o"), List.of(), true));
            case 1, 2 -> ask(new AgentMessage.DisconnectContact(agent, leg, flip()));
            case 3 -> {
                if (!office.media.lobby.isEmpty()) {
                    media.endWaitingLeg();
                }
            }
            default ->
                    ask(
                            new AgentMessage.ConnectContact(
                                    agent,
                                    leg,
                                    new Private(tokens.isEmpty() ? "none" : tokens.getLast())));
        }
    }

    private void bye(Agent agent) {
        var legs = new ArrayList<LegId>();
        office.media.rooms.values().forEach(room -> legs.addAll(room.legs));
        var leg = legs.isEmpty() ? "no-leg" : pick(legs).value();
        ask(
                new AgentMessage.Bye(
                        agent, leg, pick(List.of("bye", "socket-lost", "never-accepted"))));
    }

    private void signIn(Agent agent) {
        var session = "session-" + agent.agentId() + (random.nextInt(3) == 0 ? "-" + ++names : "");
        agents.set(agents.indexOf(agent), office.signIn(agent.agentId(), session));
        ask(
                new AgentMessage.Refresh(
                        agents.stream()
                                .filter(a -> a.agentId().equals(agent.agentId()))
                                .findFirst()
                                .orElseThrow()));
    }

    /** Functions answer now, or never. */
    private void answerFunctions() {
        for (var asked : office.errands.takeQuestions()) {
            if (flip()) {
                office.answer(
                        asked,
                        flip()
                                ? new FlowInput.FunctionReturned(
                                        asked.ticket(), ExternalValues.NONE)
                                : new FlowInput.FunctionFailed(asked.ticket()));
            }
        }
    }

    void check() {
        noteCalls();
        rules.check(calls);
        office.switchboard.calls().all().forEach(live -> situations.note(live.state()));
    }

    /** Everybody leaves; nothing is left behind, and every question was answered once. */
    void finish() {
        office.media.refusals.clear();
        office.errands.mediaIsSlow = false;
        office.mediaAnswers();
        for (var dialog : List.copyOf(office.trunks.dialogs.keySet())) {
            if (office.trunks.dialog(dialog).stage != TrunkDouble.Stage.OVER) {
                office.hangUpCustomer(dialog);
            }
        }
        // Agents may be left with each other, by softphones that need no session.
        List.copyOf(agents).forEach(this::signIn);
        for (var live : office.switchboard.calls().all()) {
            for (var party : live.state().parties()) {
                agentOf(party).ifPresent(agent -> verb(agent, new ContactVerb.HangUp()));
            }
        }
        office.pass(120);
        check();
        agents.forEach(agent -> ask(new AgentMessage.SessionLost(agent)));
        office.pass(700);
        check();
        rules.checkNothingLeft();
        RecordRules.checkAllEnded(office.errands.records());
        assertThat(office.replies.keySet()).containsAll(tickets);
    }

    List<String> log() {
        return log;
    }

    List<EndCause> ends() {
        return office.errands.ends();
    }

    Set<String> situations() {
        return situations.seen();
    }

    private void noteCalls() {
        for (var live : office.switchboard.calls().all()) {
            if (!calls.contains(live.id())) {
                calls.add(live.id());
            }
            for (var party : live.state().parties()) {
                if (party.line() instanceof Line.Softphone line
                        && !tokens.contains(line.token().value())) {
                    tokens.add(line.token().value());
                }
            }
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
