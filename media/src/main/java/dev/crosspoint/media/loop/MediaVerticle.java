package dev.crosspoint.media.loop;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.api.Ids.CallId;
import dev.crosspoint.media.api.MediaAddress;
import dev.crosspoint.media.api.MediaCommand;
import dev.crosspoint.media.api.MediaEvent;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.call.Call;
import dev.crosspoint.media.call.Count;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.call.Lobby;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.EffortLimit;
import dev.crosspoint.media.record.Recorder;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media loop at work: its sockets, its tick and its calls. Datagrams go from here into the pure
 * rooms and from there, through {@link LoopOutbox}, out again.
 *
 * <p>A leg's packets come to the loop of its door (its home) and are handled by the loop of its
 * holder, mostly the same; where not, they cross over a ring, encrypted as they are.
 */
public final class MediaVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MediaVerticle.class);

    /** Tags of the datagrams in a ring. */
    private static final int INBOUND = 0;

    private static final int OUTBOUND_RTP = 1;
    private static final int OUTBOUND_RTCP = 2;

    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final MediaPlane plane;
    private final MediaLoop loop;
    private final Counters<Count> counts = new Counters<>(Count.values());
    private final LoopOutbox outbox = new LoopOutbox(this, counts);
    private final Doors doors;
    private final Map<CallId, Call> calls = new HashMap<>();
    private final IdentityHashMap<Leg, Call> holders = new IdentityHashMap<>();
    private final Lobby lobby = new Lobby(MediaVerticle::legFailed);
    private final List<Call> ticking = new ArrayList<>();
    private final Codecs codecs;
    private final EffortControl effort;
    private @Nullable UdpPort port;
    private @Nullable TcpPort tcp;
    private @Nullable LoopClock clock;
    private @Nullable Commands commands;

    MediaVerticle(MediaPlane plane, MediaLoop loop) {
        this.plane = plane;
        this.loop = loop;
        this.doors = new Doors(this, plane, loop);
        var limit = new EffortLimit();
        this.codecs = plane.codecs(limit);
        this.effort = new EffortControl(plane.opusEffort(), limit);
    }

    @Override
    public Future<?> start() {
        plane.rings().attach(loop, new FromRing());
        vertx.eventBus()
                .<MediaCommand>localConsumer(
                        MediaAddress.ofLoop(loop.index()), message -> onCommand(message));
        return UdpPort.open(loop, plane.browserAddress(loop), UdpSettings.SHARED, new FromPort())
                .compose(opened -> {
                    port = opened;
                    return plane.openTcp(loop, opened, new FromPort());
                })
                .onSuccess(opened -> {
                    tcp = opened;
                    if (opened != null) {
                        doors.opened(opened);
                    }
                    commands = new Commands(this, plane, requireNonNull(port), opened);
                    clock = LoopClock.start(loop, new Beat());
                });
    }

    @Override
    public Future<?> stop() {
        long now = System.nanoTime();
        for (Call call : List.copyOf(calls.values())) {
            try {
                close(call, now);
            } catch (RuntimeException bug) {
                LOG.error("call {} could not be ended in order", call.id(), bug);
            }
        }
        lobby.close(now, outbox);
        Future<Void> ticked = clock == null ? Future.succeededFuture() : clock.stop();
        Future<Void> disconnected = tcp == null ? Future.succeededFuture() : tcp.close();
        return port == null ? ticked : Future.join(ticked, disconnected, port.close());
    }

    // ---- packets

    /** A datagram at the shared ports. */
    private final class FromPort implements UdpPort.Receiver {
        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from) {
            Seats.Seat seat = doors.find(data, offset, length, from);
            if (seat == null) {
                counts.add(Count.NOBODYS, 1);
            } else {
                arrived(seat, data, offset, length, from);
            }
        }

        @Override
        public void onBatchEnd() {}
    }

    /** What came to a door of this loop goes to whoever holds the leg. */
    void arrived(Seats.Seat seat, byte[] data, int offset, int length, InetSocketAddress from) {
        if (seat.holderLoop() == loop.index()) {
            hand(seat.leg(), data, offset, length, from);
        } else {
            plane.rings()
                    .offer(
                            loop.index(),
                            seat.holderLoop(),
                            seat.leg(),
                            INBOUND,
                            from,
                            data,
                            offset,
                            length);
        }
    }

    /** A datagram from another loop: for a leg held here, or for a door that is here. */
    private final class FromRing implements LoopRings.Taker<Leg> {
        @Override
        public void onDatagram(
                Leg leg, int tag, InetSocketAddress address, byte[] data, int offset, int length) {
            if (tag == INBOUND) {
                hand(leg, data, offset, length, address);
            } else {
                ((LegDoor) leg.door()).send(tag == OUTBOUND_RTCP, address, data, offset, length);
            }
        }

        @Override
        public void onBatchEnd() {}
    }

    private void hand(Leg leg, byte[] data, int offset, int length, InetSocketAddress from) {
        long now = System.nanoTime();
        Call call = holders.get(leg);
        if (call == null) {
            if (lobby.holds(leg)) {
                lobby.onDatagram(leg, data, offset, length, from, now, outbox);
            } else {
                counts.add(Count.NOBODYS, 1); // it has just moved on, or ended
            }
            return;
        }
        try {
            call.onDatagram(leg, data, offset, length, from, now, outbox);
        } catch (RuntimeException bug) {
            fail(call, bug, now);
        }
    }

    /** Sends by the leg's door, wherever it is. */
    void send(Leg leg, boolean rtcp, InetSocketAddress to, byte[] data, int offset, int length) {
        int home = leg.door().homeLoop();
        if (home == loop.index()) {
            ((LegDoor) leg.door()).send(rtcp, to, data, offset, length);
        } else {
            int tag = rtcp ? OUTBOUND_RTCP : OUTBOUND_RTP;
            plane.rings().offer(loop.index(), home, leg, tag, to, data, offset, length);
        }
    }

    /** Its ticks, and what they say of how much there is to do. */
    private final class Beat implements LoopClock.Ticker {
        @Override
        public void onTick(long nowNanos) {
            MediaVerticle.this.onTick(nowNanos);
        }

        @Override
        public void ran(long lateNanos, long runNanos) {
            countStep(effort.ran(lateNanos, runNanos));
        }

        @Override
        public void gaveUp(long ticks) {
            countStep(effort.gaveUp(ticks));
        }

        private void countStep(int change) {
            loop.count(LoopCount.COMPLEXITY_LOWERED, Math.max(0, -change));
            loop.count(LoopCount.COMPLEXITY_RAISED, Math.max(0, change));
        }
    }

    /** Every 20 ms. */
    void onTick(long nowNanos) {
        for (int i = ticking.size() - 1; i >= 0; i--) {
            Call call = ticking.get(i);
            try {
                call.onTick(nowNanos, outbox);
                if (call.isAbandoned(nowNanos)) {
                    abandon(call, nowNanos);
                }
            } catch (RuntimeException bug) {
                fail(call, bug, nowNanos);
            }
        }
        lobby.onTick(nowNanos, outbox);
        if (tcp != null) {
            tcp.onTick(nowNanos);
        }
    }

    // ---- calls, for the commands of this loop

    private void onCommand(Message<MediaCommand> message) {
        Commands ready = commands;
        if (ready == null) {
            message.reply(
                    new MediaReply.Refused(
                            MediaReply.MediaError.WRONG_STATE, "this media loop is starting"),
                    LOCAL);
            return;
        }
        ready.run(message.body()).onComplete(done -> message.reply(done.result(), LOCAL));
    }

    @Nullable Call call(CallId id) {
        return calls.get(id);
    }

    void open(Call call) {
        calls.put(call.id(), call);
        ticking.add(call);
        counts.add(Count.CALLS_OPENED, 1);
    }

    /** Ends a call; it is gone even when something goes wrong with that. */
    void close(Call call, long nowNanos) {
        call.legs().forEach(holders::remove);
        calls.remove(call.id());
        ticking.remove(call);
        counts.add(Count.CALLS_CLOSED, 1);
        call.close(nowNanos, outbox);
    }

    /** The call has taken the leg. */
    void holds(Call call, Leg leg) {
        holders.put(leg, call);
    }

    /** The call has given the leg away. */
    void forgets(Leg leg) {
        holders.remove(leg);
    }

    /** A new leg with its door here, held by a call of this loop. */
    Seats.Seat seat(Leg leg) {
        counts.add(Count.LEGS_OPENED, 1);
        return doors.open(leg);
    }

    /** Where this plane records to, or null. */
    @Nullable Recorder recorder() {
        return plane.recorder();
    }

    Codecs codecs() {
        return codecs;
    }

    Lobby lobby() {
        return lobby;
    }

    Doors doors() {
        return doors;
    }

    MediaLoop loop() {
        return loop;
    }

    LoopOutbox outbox() {
        return outbox;
    }

    /** A bug ends the call that it happened in, and no other. */
    void fail(Call call, RuntimeException bug, long nowNanos) {
        LOG.error("call {} failed and is ended", call.id(), bug);
        counts.add(Count.CALL_FAILED, 1);
        try {
            close(call, nowNanos);
        } catch (RuntimeException again) {
            LOG.error("call {} could not be ended in order", call.id(), again);
        }
        publish(call.eventAddress(), new MediaEvent.CallFailed(call.tenant(), call.id()));
    }

    private static void legFailed(Leg leg, RuntimeException bug) {
        LOG.error("leg {} failed while it waited for a call and is ended", leg.id(), bug);
    }

    private void abandon(Call call, long nowNanos) {
        LOG.warn("call {} was left open with nobody in it and is ended", call.id());
        counts.add(Count.CALL_ABANDONED, 1);
        close(call, nowNanos);
        publish(call.eventAddress(), new MediaEvent.CallAbandoned(call.tenant(), call.id()));
    }

    void publish(String address, MediaEvent event) {
        loop.inContext(() -> vertx.eventBus().send(address, event, LOCAL));
    }

    // ---- legs that move between loops

    /** Does something on the loop where a leg has its door. */
    void atHome(Leg leg, Consumer<MediaVerticle> what) {
        on(leg.door().homeLoop(), what);
    }

    /** Does something on another loop, or at once when it is this one. */
    void on(int index, Consumer<MediaVerticle> what) {
        if (index == loop.index()) {
            what.accept(this);
        } else {
            MediaVerticle other = plane.verticle(index);
            other.loop.execute(() -> what.accept(other));
        }
    }

    /** Whether a leg is held here. */
    boolean has(Leg leg) {
        return holders.containsKey(leg) || lobby.holds(leg);
    }

    /** Nobody wants the leg after all: it waits at home. */
    private void takeBack(Lobby.Stay moving) {
        doors.movedTo(moving.leg(), loop.index());
        lobby.admit(moving);
    }

    /** Takes a leg that another holder has given away; without a call it waits in the lobby. */
    MediaReply adopt(Lobby.Stay moving, @Nullable CallId target) {
        Leg leg = moving.leg();
        if (target == null) {
            lobby.admit(moving);
            return new MediaReply.Done();
        }
        long now = System.nanoTime();
        Call call = calls.get(target);
        MediaReply taken =
                call == null
                        ? new MediaReply.Refused(
                                MediaReply.MediaError.UNKNOWN_CALL, "the leg's new call is gone")
                        : call.add(leg, now);
        if (call != null && taken instanceof MediaReply.Done) {
            holders.put(leg, call);
        } else {
            atHome(leg, home -> home.takeBack(moving));
        }
        return taken;
    }

    /** The leg has ended: whatever it has here is given up. */
    void dismiss(Leg leg) {
        holders.remove(leg);
        if (doors.close(leg)) {
            counts.add(Count.LEGS_CLOSED, 1);
        }
    }

    // ---- how it is doing

    /** On any thread. */
    MediaMeter meter() {
        return new MediaMeter(loop.meter(), counts.snapshot());
    }
}
