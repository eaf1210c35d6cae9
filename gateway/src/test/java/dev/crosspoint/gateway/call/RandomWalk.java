package dev.crosspoint.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.gateway.call.TrunkDouble.Stage;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.routing.AgentBoard;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** One seeded walk: somebody does something, again and again. */
final class RandomWalk {
    private final Random random;
    private final Office office;
    private final OfficeRules rules;
    private final RandomNetwork network;
    private final List<String> log = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private final List<Long> tickets = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<CallId> calls = new ArrayList<>();
    private int names;

    RandomWalk(FlowBook flows, int seed) {
        random = new Random(seed);
        office = new Office(flows, seed % 3 == 0);
        rules = new OfficeRules(office);
        network = new RandomNetwork(office, random);
        for (var name : Office.AGENTS) {
            agents.add(office.available(name));
        }
    }

    void step() {
        if (random.nextInt(10) < 6) {
            advance();
            return;
        }
        int what = random.nextInt(36);
        log.add(String.valueOf(what));
        var agent = pick(agents);
        switch (what) {
            case 0, 1 -> arrive();
            case 2 ->
                    ask(
                            new AgentMessage.Dial(
                                    agent, new Private(pick(List.of("02079460777", "x")))));
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
            case 5, 6, 7 -> ask(new AgentMessage.AcceptContact(agent, contact(agent)));
            case 8 -> ask(new AgentMessage.RejectContact(agent, contact(agent)));
            case 9 -> ask(new AgentMessage.HangUp(agent, contact(agent)));
            case 10 -> ask(new AgentMessage.Mute(agent, contact(agent), random.nextBoolean()));
            case 11 -> ask(new AgentMessage.SendDigits(agent, contact(agent), new Private("12#")));
            case 12, 13, 14, 15 -> invite(agent);
            case 16 -> bye(agent);
            case 17 -> ask(new AgentMessage.SessionLost(agent));
            case 18, 19 -> signIn(agent);
            case 20, 21, 22, 23, 24 ->
                    media(call -> new MediaEvent.LegFlowing(Office.mediaTenant(), call, leg(call)));
            case 25 ->
                    media(call ->
                            new MediaEvent.LegEnded(
                                    Office.mediaTenant(),
                                    call,
                                    leg(call),
                                    pick(List.of(MediaEvent.EndReason.values()))));
            case 26, 27 ->
                    media(call ->
                            new MediaEvent.DigitHeard(
                                    Office.mediaTenant(),
                                    call,
                                    leg(call),
                                    new Digits(pick(List.of("1", "2", "*")))));
            case 28, 29 -> endPlay();
            case 30 -> quality();
            case 31 -> network.says();
            case 32 -> network.says();
            case 33 -> office.pass(pick(List.of(1, 3, 10, 30)));
            case 34 -> failOnce();
            case 35 -> stale();
            default -> throw new AssertionError(what);
        }
    }

    /** What naturally comes next for some call, so that walks get far. */
    private void advance() {
        var live = List.copyOf(office.switchboard.calls().all());
        if (live.isEmpty()) {
            arrive();
            return;
        }
        var state = pick(live).state();
        log.add(state.getClass().getSimpleName());
        var facts = state.facts();
        var tenant = Office.mediaTenant();
        var customer = facts.customer();
        switch (state) {
            case CallState.Opening _ -> {
                if (customer.weOffer() && customer.sip() == CallFacts.Sip.ANSWERED) {
                    office.trunk(
                            new TrunkMessage.CallConfirmed(
                                    Office.TENANT, customer.dialog(), new Private("sdp")));
                }
            }
            case CallState.InFlow flow -> {
                if (!customer.flowing()) {
                    office.media(new MediaEvent.LegFlowing(tenant, facts.call(), customer.leg()));
                } else if (flow.playing() != null) {
                    var play = flow.playing();
                    office.media.room(facts.call()).plays.remove(play);
                    office.media(new MediaEvent.PlayEnded(tenant, facts.call(), play));
                } else {
                    office.media(
                            new MediaEvent.DigitHeard(
                                    tenant, facts.call(), customer.leg(), new Digits("1")));
                }
            }
            case CallState.Queued _ -> {
                var agent = pick(agents);
                ask(new AgentMessage.SetState(agent, "available"));
            }
            case CallState.Ringing ringing -> {
                var agent = agentOf(ringing.holder());
                ask(new AgentMessage.AcceptContact(agent, facts.contactId()));
            }
            case CallState.Joining joining -> {
                var softphone = joining.holder().softphone();
                if (softphone == null) {
                    ask(
                            new AgentMessage.Invite(
                                    agentOf(joining.holder()),
                                    "leg" + ++names,
                                    joining.holder().token(),
                                    new Private("o"),
                                    List.of()));
                } else {
                    office.media(
                            new MediaEvent.LegFlowing(
                                    tenant,
                                    facts.call(),
                                    pick(List.of(softphone.leg(), customer.leg()))));
                }
            }
            case CallState.Calling calling -> {
                if (calling.facts().customer().sip() != CallFacts.Sip.UNPLACED) {
                    office.trunks.dialog(customer.dialog()).stage = Stage.ANSWERED;
                    office.trunk(
                            new TrunkMessage.CallAnswered(
                                    Office.TENANT, customer.dialog(), new Private("sdp")));
                }
            }
            case Talking _ -> quality();
            case CallState.Ended _ -> throw new AssertionError("an ended call is kept");
        }
    }

    private Agent agentOf(AgentSide side) {
        return agents.stream()
                .filter(agent -> agent.agentId().equals(side.agent().agentId()))
                .findFirst()
                .orElseThrow();
    }

    private void arrive() {
        var dialog = "d" + ++names;
        office.trunks.invited(dialog);
        boolean offer = random.nextInt(4) != 0;
        office.trunk(
                new TrunkMessage.CallArrived(
                        Office.TENANT,
                        dialog,
                        random.nextInt(10) == 0 ? "nobody" : "carrier",
                        new Private(Office.CUSTOMER),
                        new Private(Office.OUR_NUMBER),
                        offer ? new Private("offer") : null,
                        Map.of(),
                        null));
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
                        List.of("c")));
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

    private void media(Function<CallId, MediaEvent> event) {
        noteCalls();
        var open = new ArrayList<>(office.media.rooms.keySet());
        if (!open.isEmpty()) {
            var call = pick(open);
            if (!office.media.room(call).legs.isEmpty()) {
                office.media(event.apply(call));
            }
        }
    }

    private LegId leg(CallId call) {
        return pick(new ArrayList<>(office.media.room(call).legs));
    }

    private void endPlay() {
        for (var call : List.copyOf(office.media.rooms.keySet())) {
            if (office.media.room(call).plays.values().stream().anyMatch(p -> p.times() != 0)) {
                office.endPlay(call);
                return;
            }
        }
    }

    private void quality() {
        media(call ->
                new MediaEvent.LegQuality(
                        Office.mediaTenant(),
                        call,
                        leg(call),
                        new MediaEvent.QualityReport(-30, -40, 50, 50, 0, 0, 1, 20, 0, true)));
    }

    /** One sort of command fails for a while, or media gives a call up, or trunks say no. */
    private void failOnce() {
        office.media.refusals.clear();
        office.trunks.refuseCalls = random.nextBoolean();
        var open = List.copyOf(office.media.rooms.keySet());
        if (random.nextBoolean()) {
            office.media.refusals.put(
                    pick(
                            List.of(
                                    MediaCommand.AnswerLeg.class,
                                    MediaCommand.OfferLeg.class,
                                    MediaCommand.Play.class,
                                    MediaCommand.AnswerReoffer.class)),
                    pick(
                            List.of(
                                    MediaError.NO_CAPACITY,
                                    MediaError.INTERNAL,
                                    MediaError.NOT_ACCEPTABLE,
                                    MediaError.BAD_AUDIO_FILE)));
        } else if (!open.isEmpty()) {
            var call = pick(open);
            office.media.rooms.remove(call);
            office.media.closed.add(call);
            office.media(new MediaEvent.CallFailed(Office.mediaTenant(), call));
        }
    }

    /** An event for a call that has been over for a while. */
    private void stale() {
        if (!office.media.closed.isEmpty()) {
            var call = pick(new ArrayList<>(office.media.closed));
            office.media(new MediaEvent.LegFlowing(Office.mediaTenant(), call, new LegId("old")));
        }
    }

    void check() {
        noteCalls();
        rules.check(calls);
    }

    /** Everybody leaves; nothing is left behind, and every question was answered once. */
    void finish() {
        office.media.refusals.clear();
        for (var dialog : List.copyOf(office.trunks.dialogs.keySet())) {
            if (office.trunks.dialog(dialog).stage != Stage.OVER) {
                office.hangUpCustomer(dialog);
            }
        }
        office.pass(120);
        check();
        rules.checkNothingLeft();
        assertThat(office.replies.keySet()).containsAll(tickets);
    }

    List<String> log() {
        return log;
    }

    List<EndCause> ends() {
        return office.ends();
    }

    long connected() {
        return office.events.values().stream()
                .flatMap(List::stream)
                .filter(AgentMessage.ContactConnected.class::isInstance)
                .count();
    }

    private void noteCalls() {
        for (var live : office.switchboard.calls().all()) {
            if (!calls.contains(live.id())) {
                calls.add(live.id());
            }
            var agent = live.state().agent();
            if (agent != null
                    && !agent.token().value().isEmpty()
                    && !tokens.contains(agent.token().value())) {
                tokens.add(agent.token().value());
            }
        }
    }

    private String contact(Agent agent) {
        var contact = row(new AgentKey(agent.tenant(), agent.agentId())).contact();
        return contact == null ? "none" : contact;
    }

    private AgentBoard.Row row(AgentKey agent) {
        return office.switchboard.board().row(agent).orElseThrow();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
