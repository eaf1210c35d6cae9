package dev.crosspoint.gateway.call;

import static dev.crosspoint.gateway.call.CallTable.CALLING;
import static dev.crosspoint.gateway.call.CallTable.DIALING;
import static dev.crosspoint.gateway.call.CallTable.HEARS;
import static dev.crosspoint.gateway.call.CallTable.PHONE;
import static dev.crosspoint.gateway.call.CallTable.RINGS;
import static dev.crosspoint.gateway.call.CallTable.SDP;
import static dev.crosspoint.gateway.call.CallTable.UNPLACED;
import static dev.crosspoint.gateway.call.CallTable.described;
import static dev.crosspoint.gateway.call.CallTable.late;
import static dev.crosspoint.gateway.call.CallTable.offerLeg;
import static dev.crosspoint.gateway.call.CallTable.refused;
import static dev.crosspoint.gateway.call.CallTable.row;

import dev.crosspoint.gateway.call.CallState.Calling;
import dev.crosspoint.gateway.call.CallState.Ended;
import dev.crosspoint.gateway.call.CallState.Talking;
import dev.crosspoint.media.api.Digits;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaReply.MediaError;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent calls somebody. */
class CallingTableTest {
    static Stream<Arguments> table() {
        return Stream.of(
                // An agent calls somebody.
                row(DIALING, new CallInput.LegFlowing(PHONE), Calling.class, "offer customer"),
                row(
                        late(DIALING),
                        new CallInput.TimePassed(),
                        Ended.class,
                        "refuse 7 NOT_FOUND",
                        "end phone",
                        "ended media-lost",
                        "release",
                        "close",
                        "over MEDIA_LOST"),
                row(
                        UNPLACED,
                        described(offerLeg()),
                        Calling.class,
                        "place call",
                        "progress dialing"),
                row(
                        UNPLACED,
                        refused(offerLeg(), MediaError.NO_CAPACITY),
                        Ended.class,
                        "end phone",
                        "ended failed",
                        "release",
                        "close",
                        "over NO_CAPACITY"),
                row(
                        CALLING,
                        new CallInput.Progress(null),
                        Calling.class,
                        "play ringback.wav to phone",
                        "progress ringing"),
                row(RINGS, new CallInput.Progress(null), Calling.class),
                row(
                        RINGS,
                        new CallInput.Progress(SDP),
                        Calling.class,
                        "accept answer",
                        "stop music",
                        "phone hears customer",
                        "progress early-media"),
                row(HEARS, new CallInput.Progress(null), Calling.class),
                row(HEARS, new CallInput.Progress(SDP), Calling.class, "accept answer"),
                row(
                        RINGS,
                        new CallInput.Answered(SDP),
                        Talking.class,
                        "accept answer",
                        "stop music",
                        "hear both",
                        "connected"),
                row(
                        CALLING,
                        new CallInput.CallFailed(486),
                        Ended.class,
                        "end phone",
                        "ended busy",
                        "release",
                        "close",
                        "over BUSY"),
                row(
                        CALLING,
                        new CallInput.CallFailed(480),
                        Ended.class,
                        "end phone",
                        "ended no-answer",
                        "release",
                        "close",
                        "over NO_ANSWER"),
                row(
                        CALLING,
                        new CallInput.CallFailed(408),
                        Ended.class,
                        "end phone",
                        "ended no-answer",
                        "release",
                        "close",
                        "over NO_ANSWER"),
                row(
                        CALLING,
                        new CallInput.CallFailed(404),
                        Ended.class,
                        "end phone",
                        "ended failed",
                        "release",
                        "close",
                        "over UNKNOWN_NUMBER"),
                row(
                        CALLING,
                        new CallInput.CallFailed(603),
                        Ended.class,
                        "end phone",
                        "ended rejected",
                        "release",
                        "close",
                        "over DECLINED"),
                row(
                        CALLING,
                        new CallInput.CallFailed(503),
                        Ended.class,
                        "end phone",
                        "ended failed",
                        "release",
                        "close",
                        "over NETWORK_FAILED"),
                row(
                        RINGS,
                        new CallInput.HangUp(3),
                        Ended.class,
                        "done 3",
                        "end phone",
                        "ended agent-hung-up",
                        "release",
                        "hang up",
                        "close",
                        "over AGENT_HUNG_UP"),
                row(
                        RINGS,
                        new CallInput.SendDigits(3, new Digits("1")),
                        Calling.class,
                        "refuse 3 CONFLICT"),
                row(
                        HEARS,
                        new CallInput.SendDigits(3, new Digits("1")),
                        Calling.class,
                        "digits to customer for 3"),
                row(
                        RINGS,
                        new CallInput.LegEnded(PHONE, EndReason.PEER_CLOSED),
                        Ended.class,
                        "end phone",
                        "ended media-lost",
                        "release",
                        "hang up",
                        "close",
                        "over MEDIA_LOST"),
                row(
                        late(RINGS),
                        new CallInput.TimePassed(),
                        Ended.class,
                        "end phone",
                        "ended no-answer",
                        "release",
                        "hang up",
                        "close",
                        "over NO_ANSWER"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("table")
    void does(CallState before, CallInput input, Class<?> after, List<String> effects) {
        CallTable.check(before, input, after, effects);
    }
}
