package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.dtmf.DigitSender;
import dev.crosspoint.media.rtp.RtpPacket;
import dev.crosspoint.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The far end of a leg that says one tone all the time, presses keys, and does not listen. */
public final class TonePhone {
    /** How loud all of them are: four together stay below the limiter. */
    public static final double AMPLITUDE = 0.2;

    private static final long FRAME_NANOS = 20_000_000L;
    private static final int DIGITS = 101;
    private static final int MAX_PACKET = 1500;

    private final VirtualNet net;
    private final InetSocketAddress address;
    private final @Nullable SrtpSession srtp;
    private final int hz;
    private final int opusType;
    private final VirtualPhone.Wire wire;
    private final DigitSender keypad;
    private final RtpPacket out = new RtpPacket();
    private final int ssrc;
    private Codec codec;
    private int frames;
    private int sequence;
    private int timestamp;
    private boolean silent;

    TonePhone(
            VirtualNet net,
            InetSocketAddress address,
            Codec codec,
            @Nullable SrtpSession srtp,
            int hz,
            int opusType,
            VirtualPhone.Wire wire) {
        this.net = net;
        this.address = address;
        this.codec = codec;
        this.srtp = srtp;
        this.hz = hz;
        this.opusType = opusType;
        this.wire = wire;
        this.keypad = new DigitSender(codec.rtpClockHz());
        this.sequence = net.random().nextInt(0x10000);
        this.timestamp = net.random().nextInt();
        this.ssrc = net.random().nextInt();
        net.after((long) (net.random().nextDouble() * FRAME_NANOS), this::frame);
    }

    /** Speaks another of the agreed codecs from the next packet on. */
    public void speakIn(Codec other) {
        codec = other;
    }

    /** Presses a key; while it is down, the tone is not said. */
    public void press(char digit) {
        keypad.queue(digit);
    }

    /** Sends no more packets. */
    public void stop() {
        silent = true;
    }

    private void frame() {
        if (silent) {
            return;
        }
        byte[] packet = new byte[MAX_PACKET];
        int length;
        if (keypad.active() && keypad.next()) {
            int at = timestamp + keypad.timestampOffset();
            length = RtpPacket.writeHeader(packet, 0, keypad.marker(), DIGITS, sequence, at, ssrc);
            length += keypad.write(packet, length);
        } else {
            int type = codec == Codec.OPUS ? opusType : codec.staticPayloadType();
            byte[] payload = ToneLoop.of(VirtualCall.CODECS, codec, hz, AMPLITUDE).payload(frames);
            length = RtpPacket.writeHeader(packet, 0, false, type, sequence, timestamp, ssrc);
            System.arraycopy(payload, 0, packet, length, payload.length);
            length += payload.length;
        }
        out.wrap(packet, 0, length);
        if (srtp != null) {
            srtp.protect(out);
        }
        wire.send(packet, out.buffer().length(), address);
        frames++;
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += codec.rtpClockHz() / 50;
        net.after(FRAME_NANOS, this::frame);
    }
}
