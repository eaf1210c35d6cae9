package dev.crosspoint.gateway.call;

import dev.crosspoint.gateway.call.CallFacts.Sip;
import dev.crosspoint.gateway.call.CallState.Calling;
import dev.crosspoint.gateway.call.CallState.Ended;
import dev.crosspoint.gateway.call.CallState.InFlow;
import dev.crosspoint.gateway.call.CallState.Joining;
import dev.crosspoint.gateway.call.CallState.Opening;
import dev.crosspoint.gateway.call.CallState.Queued;
import dev.crosspoint.gateway.call.CallState.Ringing;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import dev.crosspoint.signaling.api.AgentMessage.AgentError;
import dev.crosspoint.signaling.api.Private;
import dev.crosspoint.signaling.api.TrunkMessage;

/** What an input means in any state that has nothing special to say about it. */
final class CallAnyway {
    private CallAnyway() {}

    static CallState step(CallState s, CallInput input, CallTurn turn) {
        return switch (input) {
            case CallInput.MediaReplied(var command, var reply, long ticket) -> {
                decide(ticket, reply, turn);
                yield replied(s, command, reply, turn);
            }
            case CallInput.LegFlowing(var leg) -> {
                if (leg.equals(turn.customerLeg())) {
                    customerFlows(turn);
                }
                yield same(s, turn);
            }
            case CallInput.LegEnded(var leg, _) ->
                    leg.equals(turn.customerLeg())
                            ? turn.end(s, EndCause.MEDIA_LOST)
                            : late(s, turn);
            case CallInput.LegQuality(var leg, var report) -> {
                var customer = turn.facts.customer();
                if (leg.equals(customer.leg())) {
                    turn.facts =
                            turn.facts.with(
                                    customer.withAudio(
                                            customer.flowing(),
                                            report.inLevelDbov(),
                                            customer.heardDbov()));
                }
                yield same(s, turn);
            }
            // Keys that nobody asked for, such as those pressed during a message.
            case CallInput.DigitHeard _ -> s;
            case CallInput.PlayEnded _ -> late(s, turn);
            case CallInput.MediaFailed _ -> turn.end(s, EndCause.FAILED);
            case CallInput.TrunkRefused(var command) -> trunkRefused(s, command, turn);
            case CallInput.CallFailed(int status) -> {
                turn.sip(Sip.OVER);
                yield turn.end(s, EndCause.ofStatus(status));
            }
            case CallInput.CustomerGone _ -> {
                turn.sip(Sip.OVER);
                yield turn.end(s, cameTogether(s) ? EndCause.CUSTOMER_HUNG_UP : missing(turn));
            }
            case CallInput.Reoffered(var sdp) -> {
                turn.answerReoffer(turn.customerLeg(), SessionText.of(sdp.value()));
                yield s;
            }
            case CallInput.CustomerHeard(int level) -> {
                var customer = turn.facts.customer();
                turn.facts =
                        turn.facts.with(
                                customer.withAudio(
                                        customer.flowing(), customer.levelDbov(), level));
                yield same(s, turn);
            }
            case CallInput.AgentFound(var agent) -> {
                turn.effects.add(new CallEffect.Release(agent, false));
                yield late(s, turn);
            }
            case CallInput.Progress _,
                    CallInput.Answered _,
                    CallInput.QueueJoined _,
                    CallInput.QueueFull _ ->
                    late(s, turn);
            case CallInput.HangUp(long ticket) -> {
                turn.done(ticket);
                yield turn.end(s, EndCause.AGENT_HUNG_UP);
            }
            case CallInput.Accept(long ticket, _) -> conflict(s, ticket, turn);
            case CallInput.Reject(long ticket) -> conflict(s, ticket, turn);
            case CallInput.Mute(long ticket, _) -> conflict(s, ticket, turn);
            case CallInput.SendDigits(long ticket, _) -> conflict(s, ticket, turn);
            case CallInput.Invite(long ticket, _, _, _) -> conflict(s, ticket, turn);
            // A leg that is gone already: there is nothing left to end.
            case CallInput.Bye(long ticket, _, _) -> {
                turn.done(ticket);
                yield s;
            }
            case CallInput.Confirmed _,
                    CallInput.AgentLost _,
                    CallInput.AgentReturned _,
                    CallInput.TimePassed _ ->
                    s;
        };
    }

    /** After the end: requests are told so, and everything else is late. */
    static Ended ended(Ended s, CallInput input, CallTurn turn) {
        switch (input) {
            case CallInput.Accept(long ticket, _) -> over(ticket, turn);
            case CallInput.Reject(long ticket) -> over(ticket, turn);
            case CallInput.HangUp(long ticket) -> turn.done(ticket);
            case CallInput.Mute(long ticket, _) -> over(ticket, turn);
            case CallInput.SendDigits(long ticket, _) -> over(ticket, turn);
            case CallInput.Invite(long ticket, _, _, _) -> over(ticket, turn);
            case CallInput.Bye(long ticket, _, _) -> turn.done(ticket);
            case CallInput.AgentFound(var agent) -> {
                turn.effects.add(new CallEffect.Release(agent, false));
                turn.late();
            }
            case CallInput.MediaReplied(_, var reply, long ticket) -> decide(ticket, reply, turn);
            case CallInput.TrunkRefused _, CallInput.TimePassed _ -> {}
            case CallInput.LegFlowing _,
                    CallInput.LegEnded _,
                    CallInput.LegQuality _,
                    CallInput.DigitHeard _,
                    CallInput.PlayEnded _,
                    CallInput.MediaFailed _,
                    CallInput.Progress _,
                    CallInput.Answered _,
                    CallInput.Confirmed _,
                    CallInput.CallFailed _,
                    CallInput.CustomerGone _,
                    CallInput.Reoffered _,
                    CallInput.CustomerHeard _,
                    CallInput.QueueJoined _,
                    CallInput.QueueFull _,
                    CallInput.AgentLost _,
                    CallInput.AgentReturned _ ->
                    turn.late();
        }
        return s;
    }

    static void customerFlows(CallTurn turn) {
        var customer = turn.facts.customer();
        turn.facts =
                turn.facts.with(
                        customer.withAudio(true, customer.levelDbov(), customer.heardDbov()));
    }

    /** Errors after which the call cannot go on, whatever was asked. */
    static boolean isFatal(MediaError error) {
        return error == MediaError.INTERNAL || error == MediaError.UNKNOWN_CALL;
    }

    /** A request that asked for just this command is done or refused with it. */
    private static void decide(long ticket, MediaReply reply, CallTurn turn) {
        switch (reply) {
            case MediaReply.Done _, MediaReply.Described _ -> turn.done(ticket);
            case MediaReply.Refused refused -> turn.refuse(ticket, refused);
        }
    }

    private static CallState replied(
            CallState s, MediaCommand command, MediaReply reply, CallTurn turn) {
        return switch (reply) {
            case MediaReply.Done _ -> s;
            case MediaReply.Described described -> described(s, command, described, turn);
            case MediaReply.Refused refused -> refused(s, command, refused, turn);
        };
    }

    private static CallState described(
            CallState s, MediaCommand command, MediaReply.Described described, CallTurn turn) {
        if (command instanceof MediaCommand.AnswerLeg answer) {
            return softphoneReplied(s, answer.leg(), described, turn);
        }
        if (!(command instanceof MediaCommand.AnswerReoffer reoffer)) {
            return late(s, turn);
        }
        if (reoffer.leg().equals(turn.customerLeg())) {
            turn.trunk(
                    new TrunkMessage.AnswerReoffer(
                            turn.facts.customer().dialog(),
                            new Private(described.description().sdp())));
            return s;
        }
        return softphoneReplied(s, reoffer.leg(), described, turn);
    }

    private static CallState refused(
            CallState s, MediaCommand command, MediaReply.Refused refused, CallTurn turn) {
        return switch (command) {
            case MediaCommand.OpenCall _ -> turn.end(s, cause(refused.error()));
            case MediaCommand.OfferLeg _ -> turn.end(s, cause(refused.error()));
            case MediaCommand.AcceptAnswer _ -> turn.end(s, cause(refused.error()));
            case MediaCommand.AnswerLeg answer ->
                    answer.leg().equals(turn.customerLeg())
                            ? turn.end(s, cause(refused.error()))
                            : fatalOr(
                                    softphoneReplied(s, answer.leg(), refused, turn),
                                    refused,
                                    turn);
            case MediaCommand.AnswerReoffer reoffer -> {
                if (reoffer.leg().equals(turn.customerLeg())) {
                    turn.trunk(
                            new TrunkMessage.RefuseReoffer(
                                    turn.facts.customer().dialog(),
                                    cause(refused.error()).status(),
                                    "no way to change the audio"));
                    yield fatalOr(s, refused, turn);
                }
                yield fatalOr(softphoneReplied(s, reoffer.leg(), refused, turn), refused, turn);
            }
            // Ending what has ended by itself meanwhile is no failure.
            case MediaCommand.CloseCall _, MediaCommand.CloseLeg _ -> s;
            case MediaCommand.Play _,
                    MediaCommand.StopPlay _,
                    MediaCommand.EditHearing _,
                    MediaCommand.SendDigits _,
                    MediaCommand.MoveLeg _ -> {
                turn.effects.add(new CallEffect.Log("media refused a command: " + refused.error()));
                yield fatalOr(s, refused, turn);
            }
        };
    }

    private static CallState fatalOr(CallState s, MediaReply.Refused refused, CallTurn turn) {
        return isFatal(refused.error()) ? turn.end(s, EndCause.FAILED) : s;
    }

    private static CallState softphoneReplied(
            CallState s, LegId leg, MediaReply reply, CallTurn turn) {
        var agent = s.agent();
        if (agent == null || !agent.has(leg)) {
            return s;
        }
        var softphone = agent.softphone();
        if (softphone == null || reply instanceof MediaReply.Described) {
            return with(s, Softphones.invited(agent, reply, turn), turn);
        }
        // A refused new offer leaves the leg as it was.
        if (reply instanceof MediaReply.Refused refused) {
            turn.refuse(softphone.ticket(), refused);
        }
        return with(s, agent.with(softphone.answered()), turn);
    }

    private static CallState trunkRefused(
            CallState s, TrunkMessage.Command command, CallTurn turn) {
        return switch (command) {
            case TrunkMessage.PlaceCall _ -> {
                turn.sip(Sip.OVER);
                yield turn.end(s, EndCause.NETWORK_FAILED);
            }
            // The caller has gone in the same moment, or the answer did not get out: either way
            // nobody can talk. A hang-up that comes too late does no harm.
            case TrunkMessage.Answer _ -> turn.end(s, EndCause.ABANDONED);
            case TrunkMessage.Ring _,
                    TrunkMessage.Refuse _,
                    TrunkMessage.HangUp _,
                    TrunkMessage.AnswerReoffer _,
                    TrunkMessage.RefuseReoffer _,
                    TrunkMessage.AcceptTransfer _,
                    TrunkMessage.RefuseTransfer _,
                    TrunkMessage.ReportTransfer _,
                    TrunkMessage.Transfer _ -> {
                turn.effects.add(new CallEffect.Log("the trunk refused a command"));
                yield s;
            }
        };
    }

    private static EndCause cause(MediaError error) {
        return switch (error) {
            case BAD_DESCRIPTION -> EndCause.BAD_DESCRIPTION;
            case NOT_ACCEPTABLE -> EndCause.NOT_ACCEPTABLE;
            case NO_CAPACITY -> EndCause.NO_CAPACITY;
            case UNKNOWN_CALL, UNKNOWN_LEG, DUPLICATE, WRONG_STATE, BAD_AUDIO_FILE, INTERNAL ->
                    EndCause.FAILED;
        };
    }

    private static boolean cameTogether(CallState s) {
        var agent = s.agent();
        return agent != null && agent.connectedMs() != 0;
    }

    private static EndCause missing(CallTurn turn) {
        return turn.facts.inbound() ? EndCause.ABANDONED : EndCause.CUSTOMER_HUNG_UP;
    }

    private static CallState conflict(CallState s, long ticket, CallTurn turn) {
        turn.refuse(ticket, AgentError.CONFLICT, "the contact is not in a state for that");
        return s;
    }

    private static void over(long ticket, CallTurn turn) {
        turn.refuse(ticket, AgentError.NOT_FOUND, "the contact is over");
    }

    private static CallState late(CallState s, CallTurn turn) {
        turn.late();
        return s;
    }

    private static CallState same(CallState s, CallTurn turn) {
        var agent = s.agent();
        return agent == null ? withFacts(s, turn.facts) : with(s, agent, turn);
    }

    private static CallState withFacts(CallState s, CallFacts facts) {
        return switch (s) {
            case Opening o -> new Opening(facts, o.deadlineNanos());
            case InFlow f -> new InFlow(facts, f.flow(), f.playing());
            case Queued q -> new Queued(facts, q.music());
            case Ended _ -> new Ended(facts);
            case Ringing _, Joining _, Calling _, Talking _ -> s;
        };
    }

    private static CallState with(CallState s, AgentSide agent, CallTurn turn) {
        var facts = turn.facts;
        return switch (s) {
            case Ringing r -> new Ringing(facts, r.music(), agent, r.deadlineNanos());
            case Joining j -> new Joining(facts, j.music(), agent, j.deadlineNanos());
            case Calling c -> new Calling(facts, agent, c.ringback(), c.deadlineNanos());
            case Talking _ -> new Talking(facts, agent);
            case Opening _, InFlow _, Queued _, Ended _ -> s;
        };
    }
}
