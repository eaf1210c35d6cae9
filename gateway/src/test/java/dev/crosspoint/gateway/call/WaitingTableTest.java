package dev.crosspoint.gateway.call;

import static dev.crosspoint.gateway.call.CallTable.CALLING;
import static dev.crosspoint.gateway.call.CallTable.CUSTOMER;
import static dev.crosspoint.gateway.call.CallTable.INBOUND;
import static dev.crosspoint.gateway.call.CallTable.JOINING;
import static dev.crosspoint.gateway.call.CallTable.JOINING_PHONE;
import static dev.crosspoint.gateway.call.CallTable.OFFERED;
import static dev.crosspoint.gateway.call.CallTable.PHONE;
import static dev.crosspoint.gateway.call.CallTable.QUEUED;
import static dev.crosspoint.gateway.call.CallTable.REJOINING;
import static dev.crosspoint.gateway.call.CallTable.RINGING;
import static dev.crosspoint.gateway.call.CallTable.SDP;
import static dev.crosspoint.gateway.call.CallTable.TALKING;
import static dev.crosspoint.gateway.call.CallTable.answerLeg;
import static dev.crosspoint.gateway.call.CallTable.answered;
import static dev.crosspoint.gateway.call.CallTable.described;
import static dev.crosspoint.gateway.call.CallTable.invite;
import static dev.crosspoint.gateway.call.CallTable.late;
import static dev.crosspoint.gateway.call.CallTable.offerLeg;
import static dev.crosspoint.gateway.call.CallTable.opening;
import static dev.crosspoint.gateway.call.CallTable.refused;
import static dev.crosspoint.gateway.call.CallTable.row;

import dev.crosspoint.gateway.call.CallState.Ended;
import dev.crosspoint.gateway.call.CallState.Joining;
import dev.crosspoint.gateway.call.CallState.Opening;
import dev.crosspoint.gateway.call.CallState.Queued;
import dev.crosspoint.gateway.call.CallState.Ringing;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.signaling.api.Private;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Customers arrive, wait, and are offered to agents whose softphones connect. */
class WaitingTableTest {
    static Stream<Arguments> table() {
        return Stream.of(
                // A customer gives up, wherever the call stands.
                row(
                        QUEUED,
                        new CallInput.CustomerGone(),
                        Ended.class,
                        "leave sales",
                        "close",
                        "over ABANDONED"),
                row(
                        RINGING,
                        new CallInput.CustomerGone(),
                        Ended.class,
                        "ended abandoned",
                        "release",
                        "close",
                        "over ABANDONED"),
                row(
                        JOINING,
                        new CallInput.CustomerGone(),
                        Ended.class,
                        "ended abandoned",
                        "release",
                        "close",
                        "over ABANDONED"),
                row(
                        TALKING,
                        new CallInput.CustomerGone(),
                        Ended.class,
                        "end phone",
                        "ended customer-hung-up",
                        "release",
                        "close",
                        "over CUSTOMER_HUNG_UP"),
                row(
                        CALLING,
                        new CallInput.CustomerGone(),
                        Ended.class,
                        "end phone",
                        "ended customer-hung-up",
                        "release",
                        "close",
                        "over CUSTOMER_HUNG_UP"),

                // An agent is found, takes the contact, declines it, or lets it ring.
                row(QUEUED, new CallInput.AgentFound(OFFERED.agent()), Ringing.class, "offered 20"),
                row(
                        RINGING,
                        new CallInput.Accept(3, new Private("t")),
                        Joining.class,
                        "done 3",
                        "accepted"),
                row(
                        RINGING,
                        new CallInput.Reject(3),
                        Queued.class,
                        "done 3",
                        "ended rejected",
                        "release missed",
                        "enqueue sales first"),
                row(RINGING, new CallInput.TimePassed(), Ringing.class),
                row(
                        late(RINGING),
                        new CallInput.TimePassed(),
                        Queued.class,
                        "ended missed",
                        "release missed",
                        "enqueue sales first"),
                row(
                        RINGING,
                        new CallInput.AgentLost(),
                        Queued.class,
                        "ended missed",
                        "release missed",
                        "enqueue sales first"),
                row(RINGING, new CallInput.AgentReturned(), Ringing.class, "offered 1"),
                row(RINGING, new CallInput.Mute(3, true), Ringing.class, "refuse 3 CONFLICT"),
                row(RINGING, invite(3, PHONE), Ringing.class, "refuse 3 CONFLICT"),

                // The softphone connects.
                row(JOINING, invite(3, PHONE), Joining.class, "answer phone"),
                row(
                        JOINING,
                        new CallInput.Accept(3, new Private("u")),
                        Joining.class,
                        "done 3",
                        "accepted"),
                row(
                        JOINING_PHONE,
                        invite(8, PHONE),
                        Joining.class,
                        "reoffer phone",
                        "refuse 7 CONFLICT"),
                row(
                        JOINING_PHONE,
                        invite(8, new LegId("other")),
                        Joining.class,
                        "close phone",
                        "refuse 7 NOT_FOUND",
                        "end phone",
                        "answer other"),
                row(JOINING_PHONE, described(answerLeg(PHONE)), Joining.class, "invited 7"),
                row(
                        JOINING_PHONE,
                        refused(answerLeg(PHONE), MediaError.BAD_DESCRIPTION),
                        Joining.class,
                        "refuse 7 BAD_REQUEST"),
                row(
                        JOINING_PHONE,
                        refused(answerLeg(PHONE), MediaError.NO_CAPACITY),
                        Joining.class,
                        "refuse 7 BUSY"),
                row(
                        JOINING_PHONE,
                        new CallInput.LegFlowing(PHONE),
                        Talking.class,
                        "stop music",
                        "hear both",
                        "connected"),
                row(
                        JOINING_PHONE,
                        new CallInput.LegEnded(PHONE, EndReason.NO_PATH),
                        Joining.class,
                        "refuse 7 NOT_FOUND",
                        "end phone",
                        "accepted"),
                row(
                        JOINING_PHONE,
                        new CallInput.Bye(3, PHONE, true),
                        Ended.class,
                        "done 3",
                        "refuse 7 NOT_FOUND",
                        "end phone",
                        "ended agent-hung-up",
                        "release",
                        "hang up",
                        "close",
                        "over AGENT_HUNG_UP"),
                row(
                        JOINING_PHONE,
                        new CallInput.Bye(3, PHONE, false),
                        Joining.class,
                        "done 3",
                        "close phone",
                        "refuse 7 NOT_FOUND",
                        "end phone"),
                row(
                        late(JOINING_PHONE),
                        new CallInput.TimePassed(),
                        Queued.class,
                        "close phone",
                        "refuse 7 NOT_FOUND",
                        "end phone",
                        "ended missed",
                        "release missed",
                        "enqueue sales first"),
                row(
                        late(REJOINING),
                        new CallInput.TimePassed(),
                        Ended.class,
                        "ended media-lost",
                        "release",
                        "hang up",
                        "close",
                        "over MEDIA_LOST"),
                row(JOINING, new CallInput.AgentReturned(), Joining.class, "offered 0", "accepted"),
                row(
                        JOINING,
                        new CallInput.HangUp(3),
                        Ended.class,
                        "done 3",
                        "ended agent-hung-up",
                        "release",
                        "hang up",
                        "close",
                        "over AGENT_HUNG_UP"),

                // A customer's INVITE brings no offer, or one that media cannot use.
                row(
                        opening(false),
                        refused(answerLeg(CUSTOMER), MediaError.NOT_ACCEPTABLE),
                        Ended.class,
                        "refuse 488",
                        "close",
                        "over NOT_ACCEPTABLE"),
                row(
                        opening(false),
                        refused(answerLeg(CUSTOMER), MediaError.BAD_DESCRIPTION),
                        Ended.class,
                        "refuse 400",
                        "close",
                        "over BAD_DESCRIPTION"),
                row(
                        opening(false),
                        refused(answerLeg(CUSTOMER), MediaError.INTERNAL),
                        Ended.class,
                        "refuse 500",
                        "close",
                        "over FAILED"),
                row(opening(true), described(offerLeg()), Opening.class, "answer"),
                row(
                        answered(),
                        new CallInput.Confirmed(SDP),
                        CallState.InFlow.class,
                        "accept answer",
                        "enqueue sales"),
                row(
                        answered(),
                        new CallInput.Confirmed(null),
                        Ended.class,
                        "hang up",
                        "close",
                        "over NOT_ACCEPTABLE"),

                // What comes after the end.
                row(new Ended(INBOUND), new CallInput.Answered(SDP), Ended.class, "late"),
                row(new Ended(INBOUND), invite(3, PHONE), Ended.class, "refuse 3 NOT_FOUND"),
                row(new Ended(INBOUND), new CallInput.Bye(3, PHONE, true), Ended.class, "done 3"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void does(CallState before, CallInput input, Class<?> after, List<String> effects) {
        CallTable.check(before, input, after, effects);
    }
}
