package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Told.Pair;
import dev.crosspoint.gateway.call.Told.Playing;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaCommand.EditHearing.Edit;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.ContactView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What follows from who is in a call, told to media and to agents at the end of every step, and
 * only where it has changed: who hears whom, who hears music, who is connected, what is recorded,
 * what everybody sees.
 */
final class Consequences {
    private final CallTurn turn;

    private Consequences(CallTurn turn) {
        this.turn = turn;
    }

    /** Brings everybody up to date, or ends the call when nothing is left of it. */
    static void of(CallTurn turn, Views views) {
        new Consequences(turn).draw(views);
    }

    private void draw(Views views) {
        startPlanned();
        if (turn.isOver()) {
            return;
        }
        Leaving.leaveNobodyOnHold(turn);
        if (Leaving.endIfEmpty(turn)) {
            return;
        }
        var parties = turn.parties();
        var hearing = hear(Hearing.of(parties, turn.handover));
        var sounds = sound(Sounds.of(parties, turn.handover));
        var connected = connect();
        Recordings.begin(turn);
        tell(hearing, sounds, connected, record(Recordings.of(turn)), views);
    }

    /**
     * The same for a report, of which a call has many, where nobody's place has changed but only
     * how they sound: who hears whom need not be worked out again.
     */
    static void ofReport(CallTurn turn, Views views) {
        var told = turn.told;
        new Consequences(turn)
                .tell(told.hearing(), told.sounds(), told.connected(), told.recordings(), views);
    }

    private void tell(
            Set<Pair> hearing,
            Map<PartyId, Playing> sounds,
            Set<PartyId> connected,
            Map<PartyId, RecordLegs> recordings,
            Views views) {
        var view = views.of(turn.facts, turn.parties(), turn.handover);
        if (!view.equals(turn.told.view())) {
            turn.effects.add(new CallEffect.Show(view));
            turn.parties().forEach(party -> show(party, view));
        }
        var talkers = talkers();
        boolean changed = !talkers.equals(turn.told.talkers());
        for (var party : turn.parties()) {
            boolean isNew =
                    connected.contains(party.id()) && !turn.told.connected().contains(party.id());
            if (changed || (isNew && !talkers.isEmpty())) {
                showTalkers(party, talkers, turn);
            }
        }
        turn.told = new Told(hearing, sounds, connected, talkers, recordings, view);
    }

    /** Whoever was planned is called as soon as whoever wants it can hear. */
    private void startPlanned() {
        for (var party : turn.parties()) {
            if (!(party.stage() instanceof Stage.Planned)) {
                continue;
            }
            var by = turn.party(party.broughtBy());
            if (by.isEmpty()) {
                Leaving.leave(party, EndCause.CANCELLED, turn);
            } else if (by.get().isPresent()) {
                Outgoing.start(party, turn);
            }
        }
    }

    private Set<Pair> hear(Set<Pair> wanted) {
        var edits = new ArrayList<Edit>();
        for (var pair : wanted) {
            if (!turn.told.hearing().contains(pair)) {
                edits.add(new Edit(pair.listener(), pair.source(), true));
            }
        }
        // Legs that are gone have taken their places in the matrix with them.
        var legs =
                turn.parties().stream()
                        .map(Party::leg)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        turn.told.hearing().stream()
                .filter(pair -> !wanted.contains(pair))
                .filter(pair -> legs.contains(pair.listener()) && legs.contains(pair.source()))
                .sorted(Comparator.comparing(Pair::toString))
                .forEach(pair -> edits.add(new Edit(pair.listener(), pair.source(), false)));
        if (!edits.isEmpty()) {
            turn.media(new MediaCommand.EditHearing(turn.tenant(), turn.facts.call(), edits));
        }
        return wanted;
    }

    private Map<PartyId, Playing> sound(Map<PartyId, Sound> wanted) {
        var playing = new HashMap<PartyId, Playing>();
        turn.told
                .sounds()
                .forEach((id, before) -> {
                    if (before.sound() == wanted.get(id) && before.listener().equals(leg(id))) {
                        playing.put(id, before);
                    } else {
                        turn.stopPlay(before.play());
                    }
                });
        for (var party : turn.parties()) {
            var sound = wanted.get(party.id());
            var leg = party.leg();
            if (sound != null && leg != null && !playing.containsKey(party.id())) {
                var play = turn.play(turn.rules.file(sound), leg, 0);
                playing.put(party.id(), new Playing(play, leg, sound));
            }
        }
        return playing;
    }

    private Map<PartyId, RecordLegs> record(Map<PartyId, RecordLegs> wanted) {
        turn.told
                .recordings()
                .forEach((id, before) -> {
                    var now = wanted.get(id);
                    if (now == null || !now.recording().equals(before.recording())) {
                        turn.media(
                                new MediaCommand.StopRecording(
                                        turn.tenant(), turn.facts.call(), before.recording()));
                    }
                });
        for (var party : turn.parties()) {
            var now = wanted.get(party.id());
            if (now != null && !now.equals(turn.told.recordings().get(party.id()))) {
                turn.media(now);
            }
        }
        return wanted;
    }

    private @Nullable LegId leg(PartyId id) {
        return turn.party(id).map(Party::leg).orElse(null);
    }

    /** Tells agents that they are connected: with somebody who can talk, or as listeners. */
    private Set<PartyId> connect() {
        var connected = new HashSet<PartyId>();
        for (var party : turn.parties()) {
            if (!(party.role() instanceof Role.Agent agent) || !isTogether(party)) {
                continue;
            }
            connected.add(party.id());
            var since = agent.connectedAt(turn.epochMs());
            if (agent.connectedMs() == 0) {
                turn.put(party.with(since));
                if (agent.supervision() == null && agent.agent() != null) {
                    turn.facts =
                            turn.facts.with(
                                    new CallFacts.Connected(agent.contact(), agent.agent()));
                }
            }
            if (!turn.told.connected().contains(party.id())) {
                turn.tell(
                        agent.agent(),
                        new AgentMessage.ContactConnected(
                                agent.contact().id(), since.connectedMs()));
            }
        }
        return connected;
    }

    private boolean isTogether(Party party) {
        return isReady(party)
                && turn.parties().stream()
                        .anyMatch(other ->
                                !other.id().equals(party.id())
                                        && other.isMember()
                                        && isReady(other));
    }

    /** Whoever is on hold has been ready, and a flow that passes the time changes nothing. */
    private static boolean isReady(Party party) {
        var guide = party.guide();
        return party.isPresent() && (guide == null || !guide.speaks() || guide.isOfHold());
    }

    private void show(Party party, ContactView view) {
        if (party.role() instanceof Role.Agent agent && isIn(party)) {
            turn.tell(
                    agent.agent(),
                    new AgentMessage.ContactRoster(agent.contact().id(), party.id().value(), view));
        }
    }

    /** Tells an agent who talks. */
    static void showTalkers(Party party, List<PartyId> talkers, CallTurn turn) {
        if (party.role() instanceof Role.Agent agent && isIn(party)) {
            turn.tell(
                    agent.agent(),
                    new AgentMessage.ContactTalkers(
                            agent.contact().id(), talkers.stream().map(PartyId::value).toList()));
        }
    }

    private List<PartyId> talkers() {
        return turn.parties().stream()
                .filter(party -> party.isMember() && party.voice().talks())
                .filter(party -> Hearing.converses(party, turn.handover) && !party.muted())
                .map(Party::id)
                .toList();
    }

    /** Whether an agent has taken the contact. */
    private static boolean isIn(Party party) {
        return party.isPresent() || party.stage() instanceof Stage.Joining;
    }
}
