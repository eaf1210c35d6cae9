package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.api.MediaEvent.EndReason;
import dev.crosspoint.media.api.MediaEvent.QualityReport;
import dev.crosspoint.media.api.MediaEvent.Traffic;
import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.RtcpReporter;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.sdp.MediaPlan;
import dev.crosspoint.media.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One party's connection: its path, its protection, its RTP stream in and its RTP stream out. A leg
 * outlives the calls it takes part in; at any time exactly one holder, a {@link Call} or a {@link
 * Lobby}, passes it datagrams and ticks.
 */
public final class Leg {

    private final LegId id;
    private final Door door;
    private final ReceivePath receive = new ReceivePath();
    private final SendPath send;
    private final ControlPath control;
    private final LegTimer.Deadlines deadlines = new LegTimer.Deadlines();
    private final LegMeters meters;
    private final TrafficAccount traffic;
    private final SilenceWatch silence;

    private LegState state;
    private @Nullable Transport transport;
    private @Nullable MediaPlan plan;
    private @Nullable LegDescription description;
    private boolean flowingReported;

    /** A leg without a path yet; {@link LegSetup} gives it one. */
    Leg(
            LegId id,
            Door door,
            LegTimes times,
            LegIdentity identity,
            RtcpReporter reporter,
            LegState state,
            long nowNanos) {
        this.id = id;
        this.door = door;
        this.send = new SendPath(this, identity);
        this.control = new ControlPath(this, send, reporter);
        this.state = state;
        this.meters = new LegMeters(deadlines, receive, send, control, nowNanos);
        this.traffic = new TrafficAccount(deadlines, receive, send);
        this.silence = new SilenceWatch(times, deadlines, nowNanos);
        if (state instanceof LegState.Checking) {
            deadlines.set(LegTimer.CONNECT, nowNanos + times.connectNanos());
        } else {
            silence.expectFirst(nowNanos);
        }
    }

    public LegId id() {
        return id;
    }

    public Door door() {
        return door;
    }

    public LegState state() {
        return state;
    }

    /** The ICE user names by which a browser's checks are known; none for a trunk. */
    public List<String> localUfrags() {
        return transport instanceof BrowserTransport browser
                ? browser.ice().localUfrags()
                : List.of();
    }

    /** What was agreed, or null before the first answer. */
    public @Nullable MediaPlan plan() {
        return plan;
    }

    /** The two sides have agreed, for the first time or anew. */
    void agreed(MediaPlan newPlan, Transport newTransport, long nowNanos) {
        if (mayBeSilent() && newPlan.peerSends()) {
            silence.heard(nowNanos); // it was silent for a reason
        }
        if (!newPlan.comfortNoise()) {
            silence.speaks(nowNanos);
        }
        if (plan == null) {
            traffic.begin(nowNanos);
        }
        plan = newPlan;
        transport = newTransport;
        receive.agreed(newPlan);
        send.agreed(newPlan);
        control.agreed(newPlan);
    }

    /** A browser has answered our offer, and looks for a path from now on. */
    void expectPath(long withinNanos, long nowNanos) {
        state = new LegState.Checking(nowNanos);
        deadlines.set(LegTimer.CONNECT, nowNanos + withinNanos);
    }

    /** What was said to the peer, for the next offer or answer. */
    void describedBy(LegDescription newDescription) {
        description = newDescription;
    }

    @Nullable LegDescription description() {
        return description;
    }

    @Nullable Transport transport() {
        return transport;
    }

    SendPath send() {
        return send;
    }

    // ---- what comes in

    Arrival onDatagram(
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        return switch (Demux.kindOf(data, offset, length)) {
            case RTP -> onRtp(data, offset, length, from, nowNanos, out);
            case RTCP -> onRtcp(data, offset, length, from, nowNanos, out);
            case STUN -> onStun(data, offset, length, from, nowNanos, out);
            case DTLS -> onDtls(data, offset, length, from, out);
            case UNKNOWN -> refused(Count.UNKNOWN_PROTOCOL, out);
        };
    }

    /** The last RTP packet that was accepted, and what it turned out to be. */
    ReceivePath received() {
        return receive;
    }

    /** Whether it has ever described a pause, in place of sending it (RFC 3389). */
    boolean hasPaused() {
        return silence.hasPaused();
    }

    /** Whether keypad digits are listened for in its audio. */
    boolean mayPressByTones() {
        return plan != null
                && description != null
                && description.kind() instanceof LegKind.Trunk trunk
                && trunk.tones().apply(plan.digits() != null);
    }

    /** The handshake has given keys. */
    public void onKeys(SrtpKeys keys, long nowNanos) {
        if (transport instanceof BrowserTransport browser) {
            browser.keyed(keys);
            apply(LegInput.KEYED, nowNanos);
        }
    }

    /** The handshake failed. */
    public void onHandshakeFailed(long nowNanos) {
        apply(LegInput.HANDSHAKE_FAILED, nowNanos);
    }

    /** The peer closed its DTLS association. */
    public void onPeerClosed(long nowNanos) {
        apply(LegInput.PEER_CLOSED, nowNanos);
    }

    /** A DTLS record of our handshake, for the peer. */
    public void sendHandshakeRecord(byte[] data, int offset, int length, Outbox out) {
        if (transport instanceof BrowserTransport browser) {
            browser.sendHandshakeRecord(this, data, offset, length, out);
        }
    }

    // ---- what goes out

    /**
     * Protects a packet in place and sends it.
     *
     * @return false when it was not sent: no path, no keys, a number that was used before, or a
     *     peer that does not listen
     */
    boolean transmit(RtpPacket packet, long nowNanos, Outbox out) {
        InetSocketAddress to = sendsTo();
        if (transport == null || to == null) {
            return false;
        }
        int timestamp = packet.timestamp();
        int payloadBytes = packet.payloadLength();
        if (!transport.protect(packet)) {
            return false;
        }
        control.reporter().onSent(timestamp, payloadBytes, nowNanos);
        PacketBuffer buffer = packet.buffer();
        out.datagram(this, false, to, buffer.array(), buffer.offset(), buffer.length());
        return true;
    }

    /** Whether a packet sent now would reach somebody. */
    boolean canSend() {
        return sendsTo() != null;
    }

    // ---- time

    /** Looks at the clock: timers, and the RTCP report when it is due. */
    void onTick(long nowNanos, Outbox out) {
        if (deadlines.isDue(LegTimer.CONNECT, nowNanos)) {
            deadlines.clear(LegTimer.CONNECT);
            apply(LegInput.CONNECT_TIMEOUT, nowNanos);
        }
        boolean rings = state instanceof LegState.Ready && !(transport instanceof BrowserTransport);
        if (silence.isOver(mayBeSilent(), rings, nowNanos)) {
            apply(LegInput.MEDIA_TIMEOUT, nowNanos);
        }
        if (transport instanceof BrowserTransport browser
                && browser.ice().consentExpired(nowNanos)) {
            apply(LegInput.CONSENT_LOST, nowNanos);
        }
        if (transport != null) {
            control.onTick(transport, receive.stats(), nowNanos, out);
        }
    }

    /** Once when the first audio has come. */
    boolean takeFlowing() {
        if (flowingReported || !(state instanceof LegState.Flowing)) {
            return false;
        }
        flowingReported = true;
        return true;
    }

    /** It waits for a call: its peer may be silent. */
    void waits() {
        silence.stop();
    }

    /** A call has taken the leg: what it reports begins here, and so does waiting for audio. */
    void joined(long nowNanos) {
        meters.restart(nowNanos);
        flowingReported = false;
        silence.resume(couldBeHeard(), nowNanos);
    }

    /** The leg in numbers when a second has passed, else null; see {@link LegMeters#take}. */
    @Nullable QualityReport takeReport(long concealedMs, int playoutMs, long nowNanos) {
        boolean due = meters.takeDue(nowNanos) && couldBeHeard();
        return due ? meters.take(concealedMs, playoutMs) : null;
    }

    /** What has passed and what has not, when it is time to say so, else null. */
    @Nullable Traffic takeTraffic(long nowNanos) {
        return traffic.take(transport, plan, state, nowNanos);
    }

    /** What the peer reports. */
    ControlPath control() {
        return control;
    }

    /** What passes, in loudness. */
    LegMeters meters() {
        return meters;
    }

    /** Ends the leg and tells the peer, where RTCP can. */
    public void close(long nowNanos, Outbox out) {
        if (transport != null && state instanceof LegState.Flowing) {
            control.bye(transport, receive.stats(), nowNanos, out);
        }
        apply(LegInput.CLOSE, nowNanos);
    }

    /** Why the leg ended, or null while it lives. */
    @Nullable EndReason ended() {
        return state instanceof LegState.Closed closed ? closed.why() : null;
    }

    // ---- details

    private Arrival onRtp(
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        if (transport == null) {
            return refused(Count.UNPROTECTED, out);
        }
        Arrival arrival = receive.onRtp(transport, data, offset, length, from, nowNanos, out);
        if (arrival == Arrival.HANDLED) {
            return arrival;
        }
        silence.heard(nowNanos);
        if (state instanceof LegState.Ready) {
            apply(LegInput.HEARD, nowNanos);
            silence.expect(nowNanos);
        }
        if (arrival == Arrival.NOISE && receive.isNewest()) {
            silence.pauses();
        } else if (arrival == Arrival.AUDIO && receive.isNewest()) {
            silence.speaks(nowNanos);
        }
        return arrival;
    }

    private Arrival onRtcp(
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        if (transport == null) {
            return refused(Count.UNPROTECTED, out);
        }
        if (control.onRtcp(transport, data, offset, length, from, nowNanos, out)) {
            silence.reported(nowNanos);
        }
        return Arrival.HANDLED;
    }

    private Arrival onStun(
            byte[] data,
            int offset,
            int length,
            InetSocketAddress from,
            long nowNanos,
            Outbox out) {
        if (!(transport instanceof BrowserTransport browser)) {
            return refused(Count.STUN_REFUSED, out);
        }
        if (browser.onStun(this, data, offset, length, from, nowNanos, out)) {
            apply(LegInput.NOMINATED, nowNanos);
        }
        return Arrival.HANDLED;
    }

    private Arrival onDtls(
            byte[] data, int offset, int length, InetSocketAddress from, Outbox out) {
        if (!(transport instanceof BrowserTransport browser)) {
            return refused(Count.DTLS_WRONG_SOURCE, out);
        }
        browser.onDtls(this, data, offset, length, from, out);
        return Arrival.HANDLED;
    }

    private static Arrival refused(Count why, Outbox out) {
        out.count(why);
        return Arrival.HANDLED;
    }

    private @Nullable InetSocketAddress sendsTo() {
        if (transport == null || plan == null || !plan.peerReceives()) {
            return null;
        }
        return transport.rtpTarget();
    }

    /** Whether packets could come by now: then it tells something that none do. */
    private boolean couldBeHeard() {
        return state instanceof LegState.Flowing
                || (state instanceof LegState.Ready && transport instanceof BrowserTransport);
    }

    /** Whether nothing was agreed yet, or the peer is on hold. */
    private boolean mayBeSilent() {
        return plan == null || !plan.peerSends();
    }

    private void apply(LegInput input, long nowNanos) {
        LegState before = state;
        state = LegState.step(before, input, nowNanos);
        if (state instanceof LegState.Ready && !(before instanceof LegState.Ready)) {
            deadlines.clear(LegTimer.CONNECT);
            silence.expect(nowNanos);
        }
    }
}
