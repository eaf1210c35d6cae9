package dev.crosspoint.gateway.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Stage;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.Target;
import dev.crosspoint.signaling.api.TrunkMessage;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets things happen in an {@link Office}, one at a time, and checks after each what is always
 * true. People go by agent id, {@code customer}, or the last three digits of their number.
 */
final class Centre {
    final Office office;
    final FarEnds farEnds = new FarEnds(this);
    private final OfficeRules rules;
    private final List<CallId> calls = new ArrayList<>();
    private int names;

    Centre(FlowBook flows) {
        this(new Office(flows));
    }

    Centre(Office office) {
        this.office = office;
        this.rules = new OfficeRules(office);
    }

    // --- agents ---

    Agent signsIn(String id) {
        var agent = office.signIn(id);
        check();
        return agent;
    }

    Agent available(String id) {
        var agent = office.available(id);
        check();
        return agent;
    }

    void becomes(Agent agent, String state) {
        assertThat(office.ask(new AgentMessage.SetState(agent, state)))
                .isEqualTo(new AgentMessage.Reply.Done());
        check();
    }

    String state(Agent agent) {
        return office.switchboard.routing().board().row(Office.key(agent)).orElseThrow().state();
    }

    /** Whether a contact rings at the agent. */
    boolean rings(Agent agent) {
        var row = office.switchboard.routing().board().row(Office.key(agent)).orElseThrow();
        return office
                .switchboard
                .calls()
                .contact(row.contact() == null ? "" : row.contact())
                .stream()
                .flatMap(live -> live.state().agent(Office.key(agent)).stream())
                .anyMatch(party -> party.stage() instanceof Stage.Offered);
    }

    void takes(Agent agent) {
        does(agent, new ContactVerb.Accept());
        connects(agent);
    }

    /** The audio of somebody is lost. */
    void losesAudio(CallId call, String who) {
        media(
                new MediaEvent.LegEnded(
                        Office.mediaTenant(),
                        call,
                        leg(call, who),
                        MediaEvent.EndReason.CONSENT_EXPIRED));
    }

    /** The softphone connects; answers its leg. */
    LegId connects(Agent agent) {
        var leg = office.connectSoftphone(agent, "leg-" + agent.agentId() + "-" + ++names);
        check();
        return leg;
    }

    void does(Agent agent, ContactVerb verb) {
        office.does(agent, verb);
        check();
    }

    void transfers(Agent agent, Target target) {
        does(agent, new ContactVerb.Transfer(target));
    }

    void hangsUp(Agent agent) {
        does(agent, new ContactVerb.HangUp());
    }

    AgentMessage.@Nullable Reply asks(Agent agent, ContactVerb verb) {
        var reply = office.ask(agent, verb);
        check();
        return reply;
    }

    /** Why the agent's last contact is over, in the word that the agent was told. */
    String ended(Agent agent) {
        return office.last(agent, AgentMessage.ContactEnded.class).reason();
    }

    // --- people outside ---

    /** A customer calls. */
    CallId calls(String dialog) {
        var call = office.arrive(dialog);
        check();
        return call;
    }

    /** The call of a SIP call. */
    CallId call(String dialog) {
        return office.switchboard.calls().dialog(dialog).orElseThrow().id();
    }

    /** Whose contact rings at an agent, or is taken; {@code nobody}'s without one. */
    String dialogOf(Agent agent) {
        return office.switchboard.calls().contact(office.contactOf(agent)).stream()
                .map(live -> office.customerLine(live.id()).dialog())
                .findFirst()
                .orElse("nobody");
    }

    /** A customer calls from a number, and may well be turned away. */
    void calls(String dialog, String number) {
        arrives(dialog, number, Office.ADDRESS, "offer", null);
    }

    void arrives(
            String dialog,
            String number,
            InetAddress address,
            @Nullable String offer,
            @Nullable String replaced) {
        office.trunks.invited(dialog);
        trunk(
                new TrunkMessage.CallArrived(
                        Office.TENANT,
                        dialog,
                        "carrier",
                        address,
                        new Private(number),
                        new Private(Office.OUR_NUMBER),
                        offer == null ? null : new Private(offer),
                        Map.of(),
                        replaced));
    }

    void hangsUp(String dialog) {
        office.hangUpCustomer(dialog);
        check();
    }

    void presses(CallId call, String who, String key) {
        media(
                new MediaEvent.DigitHeard(
                        Office.mediaTenant(), call, leg(call, who), new Digits(key)));
    }

    /** The SIP call of somebody. */
    String dialog(CallId call, String who) {
        return ((Line.Trunk) party(call, who).line()).dialog();
    }

    /** Whoever was called last rings; audibly or not. */
    void rings(boolean early) {
        trunk(
                new TrunkMessage.CallProgress(
                        Office.TENANT,
                        office.placed().dialog(),
                        early ? 183 : 180,
                        early ? new Private("sdp") : null));
    }

    void answers() {
        office.answers();
        check();
    }

    void fails(int status) {
        office.fails(status);
        check();
    }

    void trunk(TrunkMessage.Event event) {
        office.trunk(event);
        check();
    }

    void media(MediaEvent event) {
        office.media(event);
        check();
    }

    // --- what is heard ---

    /** Exactly this is heard in a call, in the words of {@link Audio}. */
    void sounds(CallId call, String expected) {
        assertThat(Audio.heard(office, call)).isEqualTo(Audio.words(expected));
    }

    /** What somebody hears comes to its end, as prompts do. */
    void ends(CallId call, String who) {
        var room = office.media.room(call);
        var play =
                room.plays.values().stream()
                        .filter(it -> it.listeners().contains(leg(call, who)) && it.times() != 0)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(who + " hears no end"));
        room.plays.remove(play.play());
        media(new MediaEvent.PlayEnded(Office.mediaTenant(), call, play.play()));
    }

    /** The keys that were pressed for somebody since the last time. */
    List<String> keys(CallId call, String who) {
        var leg = leg(call, who);
        var sent =
                office.media.commands.stream()
                        .filter(MediaCommand.SendDigits.class::isInstance)
                        .map(MediaCommand.SendDigits.class::cast)
                        .filter(command -> command.leg().equals(leg))
                        .toList();
        office.media.commands.removeAll(sent);
        return sent.stream().map(command -> command.digits().value()).toList();
    }

    // --- who is there ---

    Party party(CallId call, String who) {
        return office.state(call).parties().stream()
                .filter(party -> Office.nameOf(party).equals(who))
                .findFirst()
                .orElseThrow(() -> new AssertionError(who + " is not there"));
    }

    LegId leg(CallId call, String who) {
        var leg = party(call, who).leg();
        if (leg == null) {
            throw new AssertionError(who + " has no audio");
        }
        return leg;
    }

    /** Everybody in a call. */
    Set<String> people(CallId call) {
        return office.state(call).parties().stream()
                .map(Office::nameOf)
                .collect(Collectors.toSet());
    }

    boolean isOver(CallId call) {
        return office.switchboard.calls().call(call).isEmpty();
    }

    int waiting() {
        return office.switchboard.routing().queues().waiting();
    }

    // --- time, and the end ---

    void pass(long seconds) {
        office.pass(seconds);
        check();
    }

    void check() {
        for (var live : office.switchboard.calls().all()) {
            if (!calls.contains(live.id())) {
                calls.add(live.id());
            }
        }
        rules.check(calls);
    }

    /** Everybody who is left hangs up; then nothing is left. */
    void finish() {
        office.media.refusals.clear();
        for (var dialog : List.copyOf(office.trunks.dialogs.keySet())) {
            if (office.trunks.dialog(dialog).stage != TrunkDouble.Stage.OVER) {
                hangsUp(dialog);
            }
        }
        for (var id : Office.AGENTS) {
            var agent = new Agent(Office.TENANT, id, "session-" + id);
            if (!office.contactOf(agent).equals("none")) {
                hangsUp(office.signIn(id));
            }
        }
        pass(600);
        rules.checkNothingLeft();
        RecordRules.checkAllEnded(office.errands.records());
        assertThat(waiting()).isZero();
        for (long ticket = 1; ticket <= office.lastTicket(); ticket++) {
            assertThat(office.replies).as("an answer to every request").containsKey(ticket);
        }
        for (var event : office.events.values().stream().flatMap(List::stream).toList()) {
            if (event instanceof AgentMessage.ContactAccepted(_, var token)) {
                assertThat(office.switchboard.calls().token(token.value())).isEmpty();
            }
        }
    }
}
