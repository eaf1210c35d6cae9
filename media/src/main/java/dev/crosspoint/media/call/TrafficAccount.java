package dev.crosspoint.media.call;

import dev.crosspoint.media.api.MediaEvent.Traffic;
import dev.crosspoint.media.ice.TcpPeer;
import dev.crosspoint.media.sdp.MediaPlan;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What has passed through a leg and what was turned away, for call control, and when to say so. */
final class TrafficAccount {
    /** A leg on which nothing passes shows it by then. */
    private static final long FIRST_NANOS = 2_000_000_000L;

    private static final long NEXT_NANOS = 5_000_000_000L;

    private final LegTimer.Deadlines deadlines;
    private final ReceivePath receive;
    private final SendPath send;

    TrafficAccount(LegTimer.Deadlines deadlines, ReceivePath receive, SendPath send) {
        this.deadlines = deadlines;
        this.receive = receive;
        this.send = send;
    }

    /** Packets may pass from now on. */
    void begin(long nowNanos) {
        deadlines.set(LegTimer.TRAFFIC, nowNanos + FIRST_NANOS);
    }

    /**
     * The account when it is due, else null.
     *
     * @param way null, like the plan, before anything was agreed
     */
    @Nullable Traffic take(
            @Nullable Transport way, @Nullable MediaPlan plan, LegState state, long nowNanos) {
        if (way == null || plan == null || !deadlines.isDue(LegTimer.TRAFFIC, nowNanos)) {
            return null;
        }
        deadlines.again(LegTimer.TRAFFIC, NEXT_NANOS, nowNanos);
        Turned turned = receive.turned();
        InetSocketAddress target = way.rtpTarget();
        InetSocketAddress strange = turned.strangeFrom();
        return new Traffic(
                receive.accepted(),
                send.sent(),
                turned.unauthentic(),
                turned.unprotected(),
                turned.strange(),
                receive.unexpected(),
                plan.peerSends(),
                plan.peerReceives(),
                !(state instanceof LegState.Checking) && !(state instanceof LegState.Handshaking),
                target instanceof TcpPeer,
                target == null || target instanceof TcpPeer ? null : target.getAddress(),
                strange == null ? null : strange.getAddress());
    }
}
