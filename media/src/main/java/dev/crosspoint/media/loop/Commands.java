package dev.crosspoint.media.loop;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.Described;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.call.Call;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.call.LegSetup;
import dev.crosspoint.media.call.Lobby;
import dev.crosspoint.media.mix.BadAudioFile;
import dev.crosspoint.media.mix.PromptAudio;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what call control asks of one loop; each command gets one reply. */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private final MediaVerticle verticle;
    private final MediaPlane plane;
    private final UdpPort shared;
    private final @Nullable TcpPort tcp;
    private final PortPool ports;
    private final LegSetup setup;

    /** A prompt whose file is being read; not in {@link #loading} any more, it was stopped. */
    private record Loading(CallId call, PlayId play) {}

    private final Set<Loading> loading = new HashSet<>();

    Commands(MediaVerticle verticle, MediaPlane plane, UdpPort shared, @Nullable TcpPort tcp) {
        this.verticle = verticle;
        this.plane = plane;
        this.shared = shared;
        this.tcp = tcp;
        this.ports = plane.portPool(verticle.loop());
        this.setup = plane.legSetup();
    }

    /** Never fails: what goes wrong is a {@link Refused}. */
    Future<MediaReply> run(MediaCommand command) {
        Future<MediaReply> reply;
        try {
            reply = dispatch(command);
        } catch (RuntimeException bug) {
            reply = Future.failedFuture(bug);
        }
        return reply.otherwise(failure -> {
            LOG.error(
                    "call {}: {} failed",
                    command.call(),
                    command.getClass().getSimpleName(),
                    failure);
            return new Refused(MediaError.INTERNAL, "a fault of ours; see the log");
        });
    }

    private Future<MediaReply> dispatch(MediaCommand command) {
        long now = System.nanoTime();
        return switch (command) {
            case MediaCommand.OpenCall open -> now(openCall(open));
            case MediaCommand.CloseCall close -> now(closeCall(close, now));
            case MediaCommand.AnswerLeg answer ->
                    addLeg(
                            answer,
                            answer.kind(),
                            door ->
                                    setup.answer(
                                            answer.leg(),
                                            answer.kind(),
                                            answer.offer(),
                                            answer.codecs(),
                                            usefulRateHz(answer.call()),
                                            door,
                                            portsOf(door),
                                            System.nanoTime()));
            case MediaCommand.OfferLeg offer ->
                    addLeg(
                            offer,
                            offer.kind(),
                            door ->
                                    setup.offer(
                                            offer.leg(),
                                            offer.kind(),
                                            offer.codecs(),
                                            door,
                                            portsOf(door),
                                            System.nanoTime()));
            case MediaCommand.AcceptAnswer accept -> now(acceptAnswer(accept, now));
            case MediaCommand.AnswerReoffer reoffer -> now(answerReoffer(reoffer, now));
            case MediaCommand.CloseLeg close -> now(closeLeg(close, now));
            case MediaCommand.EditHearing edit ->
                    now(inCall(edit, call -> call.edit(edit.edits(), now)));
            case MediaCommand.Play play -> play(play);
            case MediaCommand.StopPlay stop -> {
                loading.remove(new Loading(stop.call(), stop.play()));
                yield now(inCall(stop, call -> call.stopPlay(stop.play(), now)));
            }
            case MediaCommand.SendDigits send ->
                    now(inCall(send, call -> call.sendDigits(send.leg(), send.digits())));
            case MediaCommand.SendTones send ->
                    now(inCall(send, call -> call.sendTones(send.leg(), send.digits())));
            case MediaCommand.MoveLeg move -> moveLeg(move, now);
            case MediaCommand.RecordLegs record ->
                    now(inCall(record, call -> call.record(record, now, verticle.outbox())));
            case MediaCommand.StopRecording stop -> now(stopRecording(stop, now));
        };
    }

    private MediaReply openCall(MediaCommand.OpenCall open) {
        if (verticle.call(open.call()) != null) {
            return new Refused(MediaError.DUPLICATE, "this call is open already");
        }
        verticle.open(new Call(open.call(), open.tenant(), open.events(), verticle.codecs()));
        return new Done();
    }

    private MediaReply closeCall(MediaCommand.CloseCall close, long now) {
        Call call = verticle.call(close.call());
        if (call != null) {
            verticle.close(call, now);
        }
        return new Done();
    }

    // ---- legs

    /** Makes a leg behind a door. */
    @FunctionalInterface
    private interface Maker {
        LegSetup.Result make(LegDoor door);
    }

    private Future<MediaReply> addLeg(MediaCommand command, LegKind kind, Maker maker) {
        if (verticle.call(command.call()) == null) {
            return now(unknownCall());
        }
        return switch (kind) {
            case LegKind.Browser _ ->
                    now(
                            take(
                                    command,
                                    maker,
                                    new LegDoor.Shared(verticle.loop().index(), shared, tcp),
                                    _ -> {}));
            case LegKind.Trunk _ -> addTrunkLeg(command, maker);
        };
    }

    private Future<MediaReply> addTrunkLeg(MediaCommand command, Maker maker) {
        var receiver = new OwnPort();
        return ports.open(receiver, receiver)
                .map(pair ->
                        take(
                                command,
                                maker,
                                new LegDoor.Own(verticle.loop().index(), pair),
                                seat -> receiver.seat = seat))
                .otherwise(failure -> {
                    LOG.warn("call {}: {}", command.call(), failure.getMessage());
                    return new Refused(MediaError.NO_CAPACITY, "no media port is free; try later");
                });
    }

    /** A new leg gets its place, or its door is closed again. */
    private MediaReply take(
            MediaCommand command, Maker maker, LegDoor door, Consumer<Seats.Seat> seated) {
        Call call = verticle.call(command.call());
        if (call == null) {
            door.close();
            return unknownCall(); // it ended while the ports were being opened
        }
        LegSetup.Result result;
        try {
            result = maker.make(door);
        } catch (RuntimeException bug) {
            door.close();
            throw bug;
        }
        return switch (result) {
            case LegSetup.Result.Refused refused -> {
                door.close();
                yield new Refused(refused.error(), refused.reason());
            }
            case LegSetup.Result.Made made -> {
                MediaReply added = call.add(made.leg(), System.nanoTime());
                if (added instanceof Refused) {
                    door.close();
                    yield added;
                }
                seated.accept(verticle.seat(made.leg()));
                verticle.holds(call, made.leg());
                yield new Described(made.description());
            }
        };
    }

    /** The two ports of a trunk leg. */
    private final class OwnPort implements UdpPort.Receiver {
        private Seats.@Nullable Seat seat;

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            if (seat != null) {
                verticle.arrived(seat, data, offset, length, from);
            }
        }

        @Override
        public void onBatchEnd() {}
    }

    private MediaReply acceptAnswer(MediaCommand.AcceptAnswer accept, long now) {
        return inLeg(
                accept,
                accept.leg(),
                (call, leg) -> {
                    LegSetup.Result result = setup.accept(leg, accept.answer(), now);
                    call.renegotiated(leg, now);
                    tellNames(leg);
                    return reply(result, new Done());
                });
    }

    private MediaReply answerReoffer(MediaCommand.AnswerReoffer reoffer, long now) {
        Leg waiting = verticle.lobby().leg(reoffer.leg());
        if (waiting != null) {
            LegSetup.Result result = setup.reanswer(waiting, reoffer.offer(), now);
            verticle.doors().rename(waiting, waiting.localUfrags());
            return reply(result, null);
        }
        return inLeg(
                reoffer,
                reoffer.leg(),
                (call, leg) -> {
                    LegSetup.Result result = setup.reanswer(leg, reoffer.offer(), now);
                    call.renegotiated(leg, now);
                    tellNames(leg);
                    return reply(result, null);
                });
    }

    /** By which names a browser's checks are for this leg. */
    private void tellNames(Leg leg) {
        List<String> ufrags = leg.localUfrags();
        verticle.atHome(leg, home -> home.doors().rename(leg, ufrags));
    }

    private MediaReply closeLeg(MediaCommand.CloseLeg close, long now) {
        Call call = verticle.call(close.call());
        if (call != null && call.leg(close.leg()) != null) {
            return call.closeLeg(close.leg(), now, verticle.outbox());
        }
        verticle.lobby().closeLeg(close.leg(), now, verticle.outbox());
        return new Done();
    }

    // ---- prompts

    private Future<MediaReply> play(MediaCommand.Play play) {
        if (verticle.call(play.call()) == null) {
            return now(unknownCall());
        }
        Loading key = new Loading(play.call(), play.play());
        if (!loading.add(key)) {
            return now(new Refused(MediaError.DUPLICATE, "this prompt is about to play already"));
        }
        return plane.prompts()
                .load(play.file(), verticle.loop())
                .map(prompt -> loading.remove(key) ? begin(play, prompt) : new Done())
                .otherwise(failure -> {
                    loading.remove(key);
                    LOG.warn("prompt {}: {}", play.file().getFileName(), failure.toString());
                    return new Refused(MediaError.BAD_AUDIO_FILE, reason(failure));
                });
    }

    private static String reason(Throwable failure) {
        return failure instanceof BadAudioFile
                ? "the audio file is not one we can play: " + failure.getMessage()
                : "the audio file is missing or cannot be read";
    }

    private MediaReply begin(MediaCommand.Play play, PromptAudio prompt) {
        return inCall(
                play,
                call ->
                        call.play(
                                play.play(),
                                prompt,
                                play.listeners(),
                                play.times(),
                                System.nanoTime()));
    }

    private MediaReply stopRecording(MediaCommand.StopRecording stop, long now) {
        Call call = verticle.call(stop.call());
        return call == null ? new Done() : call.stopRecording(stop.recording(), now);
    }

    // ---- moving a leg

    private Future<MediaReply> moveLeg(MediaCommand.MoveLeg move, long now) {
        if (move.target() != null && !plane.hasLoop(move.targetLoop())) {
            return now(new Refused(MediaError.UNKNOWN_CALL, "there is no such media loop"));
        }
        Call from = verticle.call(move.call());
        Leg leg = from == null ? null : from.release(move.leg(), now);
        Lobby.Stay stay = leg == null ? verticle.lobby().release(move.leg()) : null;
        if (leg != null && from != null) {
            verticle.forgets(leg);
            stay = new Lobby.Stay(leg, from.tenant(), from.id(), from.eventAddress());
        }
        if (stay == null) {
            return now(new Refused(MediaError.UNKNOWN_LEG, "no such leg in this call or lobby"));
        }
        Lobby.Stay moving = stay;
        CallId target = move.target();
        int loop = target == null ? moving.leg().door().homeLoop() : move.targetLoop();
        Promise<MediaReply> done = verticle.loop().promise();
        // From here on this loop knows the leg no more.
        verticle.atHome(moving.leg(), home -> home.doors().movedTo(moving.leg(), loop));
        verticle.on(loop, taker -> done.tryComplete(taker.adopt(moving, target)));
        return done.future();
    }

    // ---- details

    private MediaReply inCall(MediaCommand command, Function<Call, MediaReply> what) {
        Call call = verticle.call(command.call());
        return call == null ? unknownCall() : what.apply(call);
    }

    private MediaReply inLeg(
            MediaCommand command, LegId legId, BiFunction<Call, Leg, MediaReply> what) {
        return inCall(
                command,
                call -> {
                    Leg leg = call.leg(legId);
                    return leg == null
                            ? new Refused(MediaError.UNKNOWN_LEG, "no such leg in this call")
                            : what.apply(call, leg);
                });
    }

    /** {@code made} is the reply to a success, or null for our description. */
    private static MediaReply reply(LegSetup.Result result, @Nullable MediaReply made) {
        return switch (result) {
            case LegSetup.Result.Refused refused -> new Refused(refused.error(), refused.reason());
            case LegSetup.Result.Made leg -> made == null ? new Described(leg.description()) : made;
        };
    }

    /** What a call that may have ended meanwhile can make use of. */
    private int usefulRateHz(CallId id) {
        Call call = verticle.call(id);
        return call == null ? Call.WIDEST_HZ : call.usefulRateHz();
    }

    private static LegSetup.Ports portsOf(LegDoor door) {
        return new LegSetup.Ports(door.rtpPort(), door.rtcpPort(), door.tcpPort());
    }

    private static Refused unknownCall() {
        return new Refused(MediaError.UNKNOWN_CALL, "no such call on this loop");
    }

    private static Future<MediaReply> now(MediaReply reply) {
        return Future.succeededFuture(reply);
    }
}
