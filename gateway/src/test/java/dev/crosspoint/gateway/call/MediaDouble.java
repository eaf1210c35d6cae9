package dev.crosspoint.gateway.call;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.Ids.RecordingId;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.SessionText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the media plane and enforces its rules: one call per id, one leg per id, an answer
 * before audio, nothing after the end, and who hears whom.
 */
public final class MediaDouble {
    public final Map<CallId, Room> rooms = new LinkedHashMap<>();
    public final Set<CallId> closed = new HashSet<>();
    public final List<MediaCommand> commands = new ArrayList<>();

    /** What the next commands of a type are refused with. */
    public final Map<Class<? extends MediaCommand>, MediaError> refusals = new HashMap<>();

    /** Whether a leg that moves is nowhere until it {@link #arrive arrives}. */
    public boolean legsTravel;

    /** Whoever carries out too what is not refused here. */
    public Consumer<MediaCommand> also = _ -> {};

    /** Legs that wait for a call. */
    public final Set<LegId> lobby = new HashSet<>();

    private final Set<LegId> onTheirWay = new HashSet<>();

    /** One open call. */
    public static final class Room {
        public final Set<LegId> legs = new HashSet<>();
        public final Set<LegId> awaitingAnswer = new HashSet<>();
        public final Map<PlayId, MediaCommand.Play> plays = new LinkedHashMap<>();
        public final Set<Hearing> hearing = new HashSet<>();
        public final Map<RecordingId, MediaCommand.RecordLegs> recordings = new LinkedHashMap<>();

        /** Whether no leg that moves is taken. */
        public boolean isFull;

        /** A leg goes, and with it whatever it heard and said. */
        public void lose(LegId leg) {
            legs.remove(leg);
            awaitingAnswer.remove(leg);
            hearing.removeIf(pair -> pair.listener().equals(leg) || pair.source().equals(leg));
        }
    }

    /** Who hears whom. */
    public record Hearing(LegId listener, LegId source) {}

    /** A call that is open. */
    public Room room(CallId call) {
        var room = rooms.get(call);
        if (room == null) {
            throw new AssertionError("no open call " + call);
        }
        return room;
    }

    /** Whether a leg is in a call that is open. */
    public boolean has(CallId call, LegId leg) {
        return rooms.containsKey(call) && room(call).legs.contains(leg);
    }

    public MediaReply on(MediaCommand command) {
        commands.add(command);
        return carryOut(command);
    }

    /** Does what a command says that was noted before. */
    public MediaReply carryOut(MediaCommand command) {
        var reply = reply(command);
        if (!(reply instanceof MediaReply.Refused)) {
            also.accept(command);
        }
        return reply;
    }

    private MediaReply reply(MediaCommand command) {
        // There is no call that a refusal of this would end.
        if (command instanceof MediaCommand.CloseLeg close && lobby.remove(close.leg())) {
            return new MediaReply.Done();
        }
        var refusal = refusals.get(command.getClass());
        if (refusal != null) {
            return new MediaReply.Refused(refusal, "as the test wants it");
        }
        if (command instanceof MediaCommand.OpenCall open) {
            if (closed.contains(open.call())
                    || rooms.putIfAbsent(open.call(), new Room()) != null) {
                return refused(MediaError.DUPLICATE);
            }
            return new MediaReply.Done();
        }
        if (command instanceof MediaCommand.CloseCall close) {
            if (rooms.remove(close.call()) != null) {
                closed.add(close.call());
            }
            return new MediaReply.Done();
        }
        var room = rooms.get(command.call());
        if (command instanceof MediaCommand.MoveLeg move) {
            return move(room, move);
        }
        if (command instanceof MediaCommand.CloseLeg && room == null) {
            return new MediaReply.Done();
        }
        if (command instanceof MediaCommand.AnswerReoffer again && lobby.contains(again.leg())) {
            return described("new answer to " + again.leg());
        }
        return room == null ? refused(MediaError.UNKNOWN_CALL) : in(room, command);
    }

    private MediaReply move(@Nullable Room from, MediaCommand.MoveLeg move) {
        if (from != null && from.legs.contains(move.leg())) {
            from.lose(move.leg());
        } else if (!lobby.remove(move.leg())) {
            return refused(MediaError.UNKNOWN_LEG);
        }
        onTheirWay.add(move.leg());
        return legsTravel ? new MediaReply.Done() : arrive(move);
    }

    public boolean isOnItsWay(LegId leg) {
        return onTheirWay.contains(leg);
    }

    /** A leg that is on its way comes to the call that it moves to, if that is still there. */
    public MediaReply arrive(MediaCommand.MoveLeg move) {
        onTheirWay.remove(move.leg());
        if (move.target() == null) {
            lobby.add(move.leg());
            return new MediaReply.Done();
        }
        var to = rooms.get(move.target());
        if (to == null || to.isFull || !to.legs.add(move.leg())) {
            lobby.add(move.leg());
            return refused(
                    to == null
                            ? MediaError.UNKNOWN_CALL
                            : to.isFull ? MediaError.NO_CAPACITY : MediaError.DUPLICATE);
        }
        return new MediaReply.Done();
    }

    private static MediaReply in(Room room, MediaCommand command) {
        return switch (command) {
            case MediaCommand.OpenCall _, MediaCommand.CloseCall _, MediaCommand.MoveLeg _ ->
                    throw new IllegalStateException("handled before");
            case MediaCommand.AnswerLeg answer ->
                    room.legs.add(answer.leg())
                            ? described("answer to " + answer.leg())
                            : refused(MediaError.DUPLICATE);
            case MediaCommand.OfferLeg offer -> {
                if (!room.legs.add(offer.leg())) {
                    yield refused(MediaError.DUPLICATE);
                }
                room.awaitingAnswer.add(offer.leg());
                yield described("offer of " + offer.leg());
            }
            case MediaCommand.AcceptAnswer accept -> {
                if (!room.legs.contains(accept.leg())) {
                    yield refused(MediaError.UNKNOWN_LEG);
                }
                room.awaitingAnswer.remove(accept.leg());
                yield new MediaReply.Done();
            }
            case MediaCommand.AnswerReoffer reoffer ->
                    room.legs.contains(reoffer.leg())
                            ? described("new answer to " + reoffer.leg())
                            : refused(MediaError.UNKNOWN_LEG);
            case MediaCommand.CloseLeg close -> {
                room.lose(close.leg());
                yield new MediaReply.Done();
            }
            case MediaCommand.EditHearing edit -> {
                for (var change : edit.edits()) {
                    // A leg may have ended by itself while the command was under way.
                    if (!room.legs.contains(change.listener())
                            || !room.legs.contains(change.source())) {
                        continue;
                    }
                    var hearing = new Hearing(change.listener(), change.source());
                    if (change.hears()) {
                        room.hearing.add(hearing);
                    } else {
                        room.hearing.remove(hearing);
                    }
                }
                yield new MediaReply.Done();
            }
            case MediaCommand.Play play -> {
                if (!room.legs.containsAll(play.listeners())) {
                    yield refused(MediaError.UNKNOWN_LEG);
                }
                yield room.plays.putIfAbsent(play.play(), play) == null
                        ? new MediaReply.Done()
                        : refused(MediaError.DUPLICATE);
            }
            case MediaCommand.StopPlay stop -> {
                room.plays.remove(stop.play());
                yield new MediaReply.Done();
            }
            case MediaCommand.RecordLegs record -> {
                room.recordings.put(record.recording(), record);
                yield new MediaReply.Done();
            }
            case MediaCommand.StopRecording stop -> {
                room.recordings.remove(stop.recording());
                yield new MediaReply.Done();
            }
            case MediaCommand.SendTones tones ->
                    room.legs.contains(tones.leg()) && !room.awaitingAnswer.contains(tones.leg())
                            ? new MediaReply.Done()
                            : refused(MediaError.UNKNOWN_LEG);
            case MediaCommand.SendDigits digits ->
                    room.legs.contains(digits.leg()) && !room.awaitingAnswer.contains(digits.leg())
                            ? new MediaReply.Done()
                            : refused(MediaError.UNKNOWN_LEG);
        };
    }

    private static MediaReply described(String sdp) {
        return new MediaReply.Described(new SessionText(sdp, List.of("candidate:1")));
    }

    private static MediaReply refused(MediaError error) {
        return new MediaReply.Refused(error, "the double has rules");
    }
}
