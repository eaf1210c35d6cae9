package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.recording.RecordingDescription;
import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand.RecordLegs;
import dev.crosspoint.media.api.MediaCommand.RecordLegs.Track;
import dev.crosspoint.media.api.MediaEvent.RecordingFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is recorded, as a function of the parties and of what the flow has switched on: of each
 * agent's interval what this agent says on the right, and on the left whom this agent hears.
 */
final class Recordings {
    private Recordings() {}

    /** An interval begins to be recorded when its agent is connected and a side is switched on. */
    static void begin(CallTurn turn) {
        if (turn.facts.recording() == RecordingPolicy.OFF) {
            return;
        }
        for (var party : turn.parties()) {
            if (party.role() instanceof Role.Agent agent
                    && isInterval(agent)
                    && agent.recorded().id() == null
                    && !agent.recorded().failed()) {
                var id = new RecordingId(turn.newContactId());
                turn.put(party.with(agent.with(agent.recorded().begun(id, turn.epochMs()))));
            }
        }
    }

    /** What media is to record now, by the agent whose interval it is. */
    static Map<PartyId, RecordLegs> of(CallTurn turn) {
        var wanted = new HashMap<PartyId, RecordLegs>();
        boolean paused = isPaused(turn.parties());
        for (var party : turn.parties()) {
            if (party.role() instanceof Role.Agent agent && agent.recorded().id() != null) {
                var tracks = paused ? List.<Track>of() : tracks(party, turn);
                wanted.put(
                        party.id(),
                        new RecordLegs(
                                turn.tenant(),
                                turn.facts.call(),
                                agent.recorded().id(),
                                tracks,
                                paused,
                                description(agent, turn.facts)));
            }
        }
        return wanted;
    }

    /** Whoever pauses does so for all recordings of the call: all have the same customer. */
    static boolean isPaused(List<Party> parties) {
        return parties.stream()
                .anyMatch(party ->
                        party.role() instanceof Role.Agent agent && agent.recorded().pauses());
    }

    /**
     * What agents and supervisors see: {@code off}, {@code on}, {@code paused} or {@code failed}.
     * While anything is recorded it is not failed, so that nobody thinks that nobody listens.
     */
    static String state(List<Party> parties) {
        var all =
                parties.stream()
                        .filter(party -> party.role() instanceof Role.Agent)
                        .map(party -> ((Role.Agent) party.role()).recorded())
                        .toList();
        if (all.stream().anyMatch(recorded -> recorded.id() != null)) {
            return isPaused(parties) ? "paused" : "on";
        }
        return all.stream().anyMatch(Recorded::failed) ? "failed" : "off";
    }

    /** An agent pauses, or goes on; going on ends everybody's pause. */
    static void pause(Party by, boolean paused, long ticket, CallTurn turn) {
        var agents =
                turn.parties().stream()
                        .filter(party -> party.role() instanceof Role.Agent)
                        .toList();
        if (agents.stream().allMatch(party -> recorded(party).id() == null)) {
            Verbs.conflict(ticket, turn);
            return;
        }
        turn.done(ticket);
        for (var party : agents) {
            if (!paused || party.id().equals(by.id())) {
                var role = (Role.Agent) party.role();
                turn.put(party.with(role.with(role.recorded().pausing(paused))));
            }
        }
    }

    /** A recording cannot be kept. */
    static void failed(RecordingId recording, RecordingFailure why, CallTurn turn) {
        for (var party : turn.parties()) {
            if (party.role() instanceof Role.Agent agent
                    && recording.equals(agent.recorded().id())) {
                turn.log("recording " + recording + " failed: " + why);
                turn.put(party.with(agent.with(agent.recorded().afterFailure())));
                if (turn.rules.recording().endsCall(why)) {
                    Leaving.end(EndCause.NOT_RECORDED, turn);
                }
                return;
            }
        }
        turn.late();
    }

    // ---- details

    private static Recorded recorded(Party party) {
        return ((Role.Agent) party.role()).recorded();
    }

    /** Whether the agent has been connected with somebody; supervisors have no interval. */
    private static boolean isInterval(Role.Agent agent) {
        return agent.connectedMs() != 0 && agent.supervision() == null;
    }

    private static List<Track> tracks(Party agent, CallTurn turn) {
        var policy = turn.facts.recording();
        var tracks = new ArrayList<Track>();
        if (policy.recordsAgent() && agent.isPresent() && !agent.muted()) {
            add(agent, Channel.RIGHT, tracks);
        }
        for (var other : turn.parties()) {
            if (isLeft(other, policy)
                    && other.isPresent()
                    && other.isMember()
                    && Hearing.hears(agent, other, turn.handover)) {
                add(other, Channel.LEFT, tracks);
            }
        }
        return tracks;
    }

    private static boolean isLeft(Party other, RecordingPolicy policy) {
        boolean all = policy == RecordingPolicy.AGENT_AND_CUSTOMER;
        return all || (policy == RecordingPolicy.CUSTOMER && other.role() instanceof Role.Customer);
    }

    private static void add(Party party, Channel channel, List<Track> tracks) {
        var leg = party.leg();
        if (leg != null) {
            tracks.add(new Track(leg, channel, who(party.role())));
        }
    }

    private static String who(Role role) {
        return switch (role) {
            case Role.Customer _ -> "customer";
            case Role.External _ -> "external";
            case Role.Agent(_, _, var agent, _, _, _, _) ->
                    agent == null ? "agent" : "agent:" + agent.agentId();
        };
    }

    private static String description(Role.Agent agent, CallFacts facts) {
        return new RecordingDescription(
                        agent.contact().id(),
                        facts.contactId(),
                        agentId(agent),
                        facts.queue(),
                        agent.recorded().segment(),
                        facts.recording().sides(),
                        agent.recorded().startedMs())
                .text();
    }

    private static String agentId(Role.Agent agent) {
        var key = agent.agent();
        return key == null ? "" : key.agentId();
    }
}
