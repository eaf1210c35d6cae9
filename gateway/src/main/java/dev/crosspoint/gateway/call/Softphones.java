package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.Line.PhoneLeg;
import dev.crosspoint.gateway.routing.AgentKey;
import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.signaling.api.AgentMessage;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Agents' softphones: asked for, invited, answered, replaced, lost and closed. */
final class Softphones {
    private Softphones() {}

    /** The agent has the contact; the softphone is to send its invite. */
    static void expect(Party party, CallTurn turn) {
        var line = new Line.Softphone(new Private(turn.newToken()), null);
        turn.put(party.with(line).with(new Stage.Joining(turn.after(turn.rules.joinNanos()))));
        ask(party.id(), turn);
    }

    /** Tells the agent's page, perhaps again, that an invite is due. */
    static void ask(PartyId id, CallTurn turn) {
        turn.party(id)
                .ifPresent(party -> {
                    if (party.role() instanceof Role.Agent agent
                            && party.line() instanceof Line.Softphone line) {
                        turn.tell(
                                agent.agent(),
                                new AgentMessage.ContactAccepted(
                                        agent.contact().id(), line.token()));
                    }
                });
    }

    /** A softphone offers a leg: the first, the same again, or one that replaces another. */
    static void invite(CallInput.Invite invite, CallTurn turn) {
        var party = shown(invite.token(), turn);
        if (party.isEmpty() || !(party.get().line() instanceof Line.Softphone line)) {
            turn.refuse(invite.ticket(), AgentError.NOT_FOUND, "the contact is over");
            return;
        }
        var leg = line.leg();
        if (leg != null && leg.id().equals(invite.leg())) {
            answerAgain(party.get(), line.with(asked(leg, invite.ticket(), turn)), invite, turn);
            return;
        }
        if (turn.state().leg(invite.leg()).isPresent()) {
            turn.refuse(invite.ticket(), AgentError.CONFLICT, "that leg is somebody else's");
            return;
        }
        takeDown(party.get(), line, turn);
        answer(invite, turn);
        var replaced =
                line.with(
                        new PhoneLeg(
                                invite.leg(), invite.ticket(), invite.ownSocket(), false, false));
        turn.change(party.get().id(), it -> awaiting(it, turn).with(replaced));
    }

    /** Whose contact that token is for. */
    static Optional<Party> shown(Private token, CallTurn turn) {
        return turn.parties().stream()
                .filter(it ->
                        it.line() instanceof Line.Softphone line && line.token().equals(token))
                .findFirst();
    }

    /** Another invite for the same leg: the earlier one, if still unanswered, never will be. */
    private static PhoneLeg asked(PhoneLeg leg, long ticket, CallTurn turn) {
        turn.refuse(leg.ticket(), AgentError.CONFLICT, "another invite came after this one");
        return leg.asked(ticket);
    }

    private static void answer(CallInput.Invite invite, CallTurn turn) {
        turn.media(
                new MediaCommand.AnswerLeg(
                        turn.tenant(),
                        turn.facts.call(),
                        invite.leg(),
                        new LegKind.Browser(),
                        invite.offer(),
                        codecs(turn)));
    }

    /** What a browser is to speak, by what the far side speaks. */
    static List<AudioCodec> codecs(CallTurn turn) {
        var trunk =
                turn.parties().stream()
                        .filter(Party::isOutside)
                        .map(Party::line)
                        .filter(Line.Trunk.class::isInstance)
                        .map(line -> ((Line.Trunk) line).sdp())
                        .filter(Objects::nonNull)
                        .findFirst();
        return turn.rules.codecs().towardsBrowser(trunk.orElse(null));
    }

    private static void answerAgain(
            Party party, Line.Softphone line, CallInput.Invite invite, CallTurn turn) {
        turn.media(
                new MediaCommand.AnswerReoffer(
                        turn.tenant(), turn.facts.call(), invite.leg(), invite.offer()));
        turn.put(party.with(line));
    }

    /** Media's answer to the invite reaches the softphone. */
    static void described(Party party, boolean again, MediaReply reply, CallTurn turn) {
        if (!(party.line() instanceof Line.Softphone line) || line.leg() == null) {
            turn.late();
            return;
        }
        var leg = line.leg();
        switch (reply) {
            case MediaReply.Described(var answer) -> {
                turn.reply(
                        leg.ticket(),
                        new AgentMessage.Reply.Invited(
                                new Private(answer.sdp()), answer.candidates()));
                turn.put(party.with(line.with(leg.answered())));
            }
            case MediaReply.Refused refused -> {
                turn.refuse(leg.ticket(), refused);
                // A refused new offer leaves the leg as it was.
                turn.put(party.with(line.with(again ? leg.asked(CallInput.NOBODY) : null)));
            }
            case MediaReply.Done _ -> turn.late();
        }
    }

    /** The leg is gone: the softphone is asked to come back, as it was asked to come. */
    static void lose(Party party, CallTurn turn) {
        if (party.line() instanceof Line.Softphone line) {
            takeDown(party, line, turn);
            comeBack(party, line, turn);
        }
    }

    /** The leg is another's matter now, and the agent's softphone is waited for. */
    static void comeBack(Party party, Line.Softphone line, CallTurn turn) {
        turn.change(party.id(), it -> awaiting(it, turn).with(line.with(null)));
        ask(party.id(), turn);
    }

    /** Takes the leg of somebody who stays down, and whatever flow spoke by it. */
    static void takeDown(Party party, Line.Softphone line, CallTurn turn) {
        if (line.leg() != null) {
            Guides.drop(party.id(), turn);
            close(line, turn);
        }
    }

    /** The softphone hangs up, or its signalling has given it up. */
    static void bye(CallInput.Bye bye, CallTurn turn) {
        turn.done(bye.ticket());
        turn.state()
                .leg(bye.leg())
                .ifPresent(party -> {
                    if (bye.wanted() && party.line() instanceof Line.Softphone line) {
                        close(line, turn);
                        Leaving.leave(party.with(line.with(null)), EndCause.AGENT_HUNG_UP, turn);
                    } else {
                        lose(party, turn);
                    }
                });
    }

    /** The agent's browser is lost; a socket of its own outlives it, and so does a desk phone. */
    static void browserLost(AgentKey agent, boolean forGood, CallTurn turn) {
        turn.state()
                .agent(agent)
                .ifPresent(party -> {
                    if (party.stage() instanceof Stage.Offered
                            && party.line() instanceof Line.None) {
                        Seats.pass(party, EndCause.MISSED, turn);
                    } else if (party.line() instanceof Line.Softphone line
                            && (line.leg() == null || !line.leg().ownSocket())) {
                        if (forGood) {
                            Leaving.signOff(party, turn);
                        } else {
                            lose(party, turn);
                        }
                    }
                });
    }

    /** Takes the leg down. */
    static void close(Line.Softphone line, CallTurn turn) {
        var leg = line.leg();
        if (leg != null) {
            forget(line, turn);
            if (leg.standing()) {
                turn.effects.add(new CallEffect.LetGo(leg.id(), false));
            } else {
                turn.closeLeg(leg.id());
            }
        }
    }

    /** Whoever waits for an answer to the invite gets one, and the softphone is hung up. */
    static void forget(Line.Softphone line, CallTurn turn) {
        var leg = line.leg();
        if (leg != null) {
            turn.refuse(leg.ticket(), AgentError.NOT_FOUND, "the contact is over");
            turn.effects.add(new CallEffect.EndSoftphone(leg.id()));
        }
    }

    /**
     * Waits for audio, and what was heard before no longer counts; whoever waits already has no
     * more time than before.
     */
    static Party awaiting(Party party, CallTurn turn) {
        var quiet = party.with(Party.Voice.QUIET);
        return quiet.stage() instanceof Stage.Joining
                ? quiet
                : quiet.with(new Stage.Joining(turn.after(turn.rules.rejoinNanos())));
    }
}
