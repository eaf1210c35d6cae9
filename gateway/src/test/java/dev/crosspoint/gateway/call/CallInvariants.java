package dev.crosspoint.gateway.call;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.call.MediaDouble.Hearing;
import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs.Track;
import dev.crosspoint.signaling.api.ContactVerb.Supervision;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is true of one call at every moment. */
public final class CallInvariants {
    private CallInvariants() {}

    /** Whoever is in it, in whatever state, has a reason to be. */
    public static void check(CallState state) {
        checkAlive(state);
        checkHeld(state);
        state.parties().forEach(party -> checkGuide(party, state));
    }

    /** Media, once it has done what it was asked, has what follows from the parties. */
    public static void check(CallState state, MediaDouble.Room room) {
        var legs = new HashSet<LegId>();
        var plays = new HashSet<PlayId>();
        for (var party : state.parties()) {
            if (party.leg() != null) {
                legs.add(party.leg());
            }
            if (party.guide() != null && party.guide().playing() != null) {
                plays.add(party.guide().playing());
            }
        }
        state.told().sounds().values().forEach(sound -> plays.add(sound.play()));
        assertThat(room.legs).as("no leg without a party").isEqualTo(legs);
        assertThat(plays).as("no sound without a reason").containsAll(room.plays.keySet());
        room.plays
                .values()
                .forEach(play -> assertThat(legs).as("heard").containsAll(play.listeners()));
        checkHearing(state, room);
        checkSounds(state, room);
        checkRecordings(state, room);
    }

    /** Somebody is there, and has somebody, something or somebody to come. */
    private static void checkAlive(CallState state) {
        var members = state.parties().stream().filter(Party::isMember).toList();
        assertThat(members).as("a call of nobody").isNotEmpty();
        if (members.size() == 1) {
            var only = members.getFirst();
            var guide = only.guide();
            boolean busy =
                    only.stage() instanceof Stage.Arriving
                            || (guide != null && guide.flow().kind().holdsContact());
            assertThat(busy).as("alone for a reason").isTrue();
        }
        var handover = state.handover();
        if (handover != null) {
            assertThat(state.party(handover.target())).as("a handover to somebody").isPresent();
        }
    }

    /** Whoever is on hold has somebody else to be taken back by. */
    private static void checkHeld(CallState state) {
        var agents =
                state.parties().stream()
                        .filter(p -> p.role() instanceof Role.Agent && p.isMember())
                        .filter(p -> p.isPresent() || p.stage() instanceof Stage.Joining)
                        .toList();
        for (var party : state.parties()) {
            boolean alone = agents.stream().allMatch(agent -> agent.id().equals(party.id()));
            assertThat(party.held() && alone && state.handover() == null)
                    .as("held for ever")
                    .isFalse();
        }
    }

    /** Flows that pass the time end with what they pass it for. */
    private static void checkGuide(Party party, CallState state) {
        var guide = party.guide();
        if (guide == null) {
            return;
        }
        assertThat(party.isPresent()).as("spoken to and here").isTrue();
        boolean reason =
                switch (guide.flow().kind()) {
                    case CUSTOMER_HOLD, AGENT_HOLD -> party.held();
                    case QUEUE -> isAlone(state);
                    case AGENT_WHISPER, CUSTOMER_WHISPER, OUTBOUND_WHISPER ->
                            guide.limitNanos().isPresent();
                    case INBOUND, TRANSFER, DISCONNECT -> true;
                };
        assertThat(reason).as("a flow that has a reason: %s", guide.flow().kind()).isTrue();
        assertThat(guide.flow().isOver() && !party.held() && guide.keys().left().isEmpty())
                .as("a flow that is over")
                .isFalse();
    }

    private static boolean isAlone(CallState state) {
        return state.parties().stream()
                .noneMatch(it -> it.role() instanceof Role.Agent && !isApart(state, it));
    }

    /** Nobody is recorded but agents who were connected, and whom they hear. */
    private static void checkRecordings(CallState state, MediaDouble.Room room) {
        var running = new HashSet<RecordingId>();
        for (var party : state.parties()) {
            if (!(party.role() instanceof Role.Agent agent) || agent.recorded().id() == null) {
                continue;
            }
            running.add(agent.recorded().id());
            assertThat(agent.connectedMs()).as("recorded before it was connected").isNotZero();
            assertThat(agent.supervision()).as("a supervisor's own recording").isNull();
            var tape = room.recordings.get(agent.recorded().id());
            for (var track : tape == null ? List.<Track>of() : tape.tracks()) {
                if (track.channel() == Channel.RIGHT) {
                    assertThat(track.leg()).as("the right channel").isEqualTo(party.leg());
                } else {
                    assertThat(room.hearing)
                            .as("only what the agent hears")
                            .contains(new Hearing(requireNonNull(party.leg()), track.leg()));
                    assertThat(state.leg(track.leg()).filter(Party::isMember)).isPresent();
                }
            }
        }
        assertThat(running).as("what is recorded").isEqualTo(room.recordings.keySet());
    }

    /** One sound at a time, music for whoever is on hold, and none over somebody who talks. */
    private static void checkSounds(CallState state, MediaDouble.Room room) {
        var listeners = new HashSet<LegId>();
        for (var play : room.plays.values()) {
            for (var listener : play.listeners()) {
                assertThat(listeners.add(listener)).as("two sounds at once").isTrue();
            }
        }
        for (var pair : room.hearing) {
            boolean loud = state.leg(pair.source()).filter(Party::isMember).isPresent();
            assertThat(loud && listeners.contains(pair.listener())).as("music over talk").isFalse();
        }
        for (var party : state.parties()) {
            boolean held = party.held() && party.isMember() && party.isPresent();
            if (held && party.guide() == null) {
                var playing = state.told().sounds().get(party.id());
                boolean music = playing != null && playing.sound() == Sound.MUSIC;
                assertThat(music).as("music for whoever is on hold").isTrue();
            }
        }
    }

    /** An oracle of its own: the rules in the words of a contact centre, pair by pair. */
    private static void checkHearing(CallState state, MediaDouble.Room room) {
        for (var listener : state.parties()) {
            for (var source : state.parties()) {
                var ear = listener.leg();
                var mouth = source.leg();
                if (ear == null || mouth == null || ear.equals(mouth)) {
                    continue;
                }
                assertThat(room.hearing.contains(new Hearing(ear, mouth)))
                        .as(
                                "%s hears %s in %s with %s",
                                listener.id(), source.id(), state.parties(), state.handover())
                        .isEqualTo(shouldHear(state, listener, source));
            }
        }
    }

    private static boolean shouldHear(CallState state, Party listener, Party source) {
        if (source.muted()) {
            return false;
        }
        boolean announcing =
                source.stage() instanceof Stage.Dialing
                        && source.line() instanceof Line.Trunk trunk
                        && trunk.sip() == Line.Sip.EARLY;
        if (announcing) {
            boolean calledByFlow =
                    listener.guide() != null
                            && source.id().equals(listener.guide().partner())
                            && !listener.held();
            return listener.id().equals(source.broughtBy())
                    && (calledByFlow || !isApart(state, listener));
        }
        if (isApart(state, listener) || isApart(state, source)) {
            return false;
        }
        var how = supervision(source);
        if (how == Supervision.MONITOR) {
            return false;
        }
        return how != Supervision.WHISPER
                || (source.role() instanceof Role.Agent agent
                        && agent.supervision() != null
                        && agent.supervision().subject().equals(listener.id()));
    }

    private static boolean isApart(CallState state, Party party) {
        boolean here = party.stage() instanceof Stage.Present;
        boolean passedOn =
                state.handover() != null
                        && state.handover().kind() == Handover.Kind.BLIND
                        && state.handover().by().equals(party.id());
        boolean held = party.held() && party.isMember();
        return !here || held || party.isGuided() || passedOn;
    }

    private static @Nullable Supervision supervision(Party party) {
        return party.role() instanceof Role.Agent agent && agent.supervision() != null
                ? agent.supervision().how()
                : null;
    }
}
