package dev.crosspoint.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.CallState;
import dev.crosspoint.gateway.call.Line;
import dev.crosspoint.gateway.call.Party;
import dev.crosspoint.gateway.call.Role;
import dev.crosspoint.gateway.flow.FlowBook;
import dev.crosspoint.gateway.flow.FlowFixtures;
import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.Agent;
import dev.crosspoint.signaling.api.ContactVerb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells a story in an {@link Office} and looks at the audio of one call after each of its lines.
 *
 * <pre>
 * ann consults bob, bob takes   -> ann+bob customer:music
 * ann swaps                     -> ann+customer bob:music
 * </pre>
 *
 * Left of the arrow is what happens, in the words of {@link SceneSteps}; right of it, if there is
 * one, everything that is heard in the call of the first customer or caller: {@code a+b+c} are
 * people who all hear each other, {@code a<b} says that a hears b, {@code a:music} that music plays
 * to a. {@code silence} is a call in which nobody hears anything, {@code over} one that has ended.
 * Lines end at a line break or a semicolon. What is always true is checked after every step.
 */
final class Scene {
    final Office office;
    final OfficeRules rules;
    final News news;

    /** The softphone legs of everybody, dialogs of outsiders: also of those who have left. */
    final Map<String, LegId> legs = new HashMap<>();

    final Map<String, String> dialogs = new HashMap<>();

    /** Names of everybody who ever was in the call, by participant id. */
    final Map<String, String> names = new HashMap<>();

    private final SceneSteps steps = new SceneSteps(this);
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final List<CallId> calls = new ArrayList<>();

    /** Commands to media that were looked at. */
    private int seen;

    private Scene(Office office) {
        this.office = office;
        rules = new OfficeRules(office);
        news = new News(this);
    }

    /** Everybody is there and nobody is available; customers go straight to the sales queue. */
    static Scene empty() {
        return empty(FlowFixtures.straightToSales());
    }

    static Scene empty(FlowBook flows) {
        return empty(new Office(flows));
    }

    static Scene empty(Office office) {
        var scene = new Scene(office);
        for (var name : Office.EVERYBODY) {
            scene.agents.put(name, scene.office.signIn(name));
        }
        return scene;
    }

    /** Ann talks to a customer, and everybody else is available. */
    static Scene annTalks() {
        return annTalks(empty(), "customer calls");
    }

    /**
     * @param arrives how the customer comes into the sales queue
     */
    static Scene annTalks(Scene scene, String arrives) {
        scene.play("ann becomes available, " + arrives + ", ann takes -> ann+customer");
        for (var name : Office.EVERYBODY) {
            if (!name.equals("ann")) {
                scene.play(name + " becomes available");
            }
        }
        scene.play("60s pass");
        scene.news.forget();
        return scene;
    }

    /** Ann talks to a customer, with the others in a conference. */
    static Scene conference(String... others) {
        var scene = annTalks();
        // Dan would have to be called on the desk phone.
        scene.play("dan uses softphone");
        for (var other : others) {
            var comes = other.matches("\\d+") ? " answers" : " takes";
            scene.play("ann adds " + other + ", " + other + comes);
        }
        scene.news.forget();
        return scene;
    }

    void play(String story) {
        for (var line : story.split("[;\n]", -1)) {
            if (!line.isBlank()) {
                playLine(line.strip());
            }
        }
    }

    private void playLine(String line) {
        var parts = line.split("->", -1);
        for (var step : parts[0].split(",", -1)) {
            try {
                steps.on(step.strip());
                check();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("in '" + step.strip() + "' of: " + line, e);
            }
        }
        if (parts.length > 1) {
            assertThat(audio()).as(line).isEqualTo(expected(parts[1]));
        }
    }

    void check() {
        noteCalls();
        if (!office.errands.mediaIsSlow) {
            rules.check(calls);
        }
    }

    private void noteCalls() {
        for (var command : office.media.commands.subList(seen, office.media.commands.size())) {
            if (command instanceof MediaCommand.OpenCall(_, var call, _)) {
                calls.add(call);
            }
        }
        seen = office.media.commands.size();
        if (!calls.isEmpty()) {
            office.switchboard.calls().call(call()).stream()
                    .flatMap(live -> live.state().parties().stream())
                    .forEach(this::noteParty);
        }
    }

    private void noteParty(Party party) {
        var name = Office.nameOf(party);
        names.put(party.id().value(), name);
        if (party.line() instanceof Line.Trunk trunk) {
            dialogs.put(name, trunk.dialog());
        }
        if (party.leg() != null) {
            legs.put(name, party.leg());
        }
    }

    // --- what is heard ---

    /** Everything that is heard in the call. */
    Set<String> audio() {
        var call = call();
        if (office.switchboard.calls().call(call).isEmpty()) {
            return Set.of("over");
        }
        var words = new TreeSet<>(office.hearing(call));
        for (var word : office.playing(call)) {
            words.add(word.replaceAll("^([^:]*):.*?([^/]*)\\.wav$", "$1:$2"));
        }
        return words;
    }

    /** What is on the tapes of the agents: {@code ann|bob,customer}, right and left. */
    Set<String> tapes() {
        var call = call();
        var tapes = new TreeSet<String>();
        if (office.switchboard.calls().call(call).isEmpty()) {
            return tapes;
        }
        for (var party : office.state(call).parties()) {
            if (party.role() instanceof Role.Agent agent && agent.recorded().id() != null) {
                var tape =
                        requireNonNull(
                                office.media.room(call).recordings.get(agent.recorded().id()),
                                "media does not record what it was told to");
                tapes.add(side(tape, Channel.RIGHT) + "|" + side(tape, Channel.LEFT));
            }
        }
        return tapes;
    }

    private String side(MediaCommand.RecordLegs tape, Channel channel) {
        return tape.tracks().stream()
                .filter(track -> track.channel() == channel)
                .map(track -> nameOf(track.leg()))
                .sorted()
                .collect(Collectors.joining(","));
    }

    private String nameOf(LegId leg) {
        return legs.entrySet().stream()
                .filter(entry -> entry.getValue().equals(leg))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("nobody");
    }

    static Set<String> expected(String text) {
        var words = new TreeSet<String>();
        for (var word : text.strip().split("\\s+", -1)) {
            if (word.contains("+")) {
                var people = word.split("\\+", -1);
                for (var listener : people) {
                    for (var source : people) {
                        if (!listener.equals(source)) {
                            words.add(listener + "<" + source);
                        }
                    }
                }
            } else if (!word.equals("silence")) {
                words.add(word);
            }
        }
        return words;
    }

    // --- who is there ---

    /** The call that the story is about. */
    CallId call() {
        return calls.getFirst();
    }

    CallState state() {
        return office.state(call());
    }

    Agent agent(String name) {
        var agent = agents.get(name);
        if (agent == null) {
            throw new AssertionError("who is " + name + "?");
        }
        return agent;
    }

    void agentIs(String name, Agent agent) {
        agents.put(name, agent);
    }

    /** Somebody in the call by name. */
    Optional<Party> find(String name) {
        return office.switchboard.calls().call(call()).stream()
                .flatMap(live -> live.state().parties().stream())
                .filter(party -> Office.nameOf(party).equals(name))
                .findFirst();
    }

    /** Somebody's participant id; {@code p0}, which is nobody's, for whoever is not there. */
    String id(String name) {
        return find(name).map(party -> party.id().value()).orElse("p0");
    }

    String dialog(String name) {
        var dialog = dialogs.get(name);
        if (dialog == null) {
            throw new AssertionError(name + " has no SIP call");
        }
        return dialog;
    }

    /** The leg that somebody has, or had last. */
    LegId leg(String name) {
        var leg = legs.get(name.replace("phone:", ""));
        if (leg == null) {
            throw new AssertionError(name + " has no leg");
        }
        return leg;
    }

    /** Does something with the contact that the agent has; the reply. */
    AgentMessage.@Nullable Reply ask(String name, ContactVerb verb) {
        return office.ask(agent(name), verb);
    }

    // --- the end ---

    /** Everybody who is left hangs up; then nothing is left, and every question was answered. */
    void finish() {
        office.media.refusals.clear();
        office.trunks.recover();
        office.errands.mediaIsSlow = false;
        office.mediaAnswers();
        for (var dialog : List.copyOf(office.trunks.dialogs.keySet())) {
            if (office.trunks.dialog(dialog).stage != TrunkDouble.Stage.OVER) {
                office.hangUpCustomer(dialog);
                check();
            }
        }
        for (var agent : List.copyOf(agents.values())) {
            if (!office.contactOf(agent).equals("none")) {
                office.ask(
                        office.signIn(agent.agentId(), agent.session()), new ContactVerb.HangUp());
                check();
            }
        }
        check();
        rules.checkNothingLeft();
        RecordRules.checkAllEnded(office.errands.records());
        assertThat(news.audits().stream().filter(word -> word.endsWith("ends")))
                .as("whoever has listened has ended it, on record")
                .hasSize((int) news.listened());
        for (long ticket = 1; ticket <= office.lastTicket(); ticket++) {
            assertThat(office.replies).as("an answer to every request").containsKey(ticket);
        }
    }
}
