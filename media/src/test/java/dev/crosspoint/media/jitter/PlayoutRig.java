package dev.crosspoint.media.jitter;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.codec.EncoderSettings;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A sender, a network and a listener around one {@link Playout}, in virtual time. Tests bend the
 * public fields while it runs.
 */
final class PlayoutRig implements AutoCloseable {
    /** One packet on its way. */
    private static final class Flight implements Comparable<Flight> {
        private final long arrivesNanos;
        private final long order;
        private final byte[] packet;

        Flight(long arrivesNanos, long order, byte[] packet) {
            this.arrivesNanos = arrivesNanos;
            this.order = order;
            this.packet = packet;
        }

        @Override
        public int compareTo(Flight other) {
            int byTime = Long.compare(arrivesNanos, other.arrivesNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** What the network does to one packet. */
    interface Network {
        /** Delay in ms, or a negative number for a loss. */
        double delayMs(long packet);
    }

    static final long MS = 1_000_000;
    private static final Codecs CODECS = Codecs.load();

    Playout playout;

    /** What the sender encodes at. */
    final int rateHz;

    final Map<Heard, Integer> frames = new EnumMap<>(Heard.class);

    Network network = packet -> 5;
    int sequence = 65_500;
    int timestamp = -3000;
    int ssrc = 0x1234;

    /** Nothing is sent, but the sender's clock goes on (DTX). */
    boolean paused;

    /** How fast the sender's clock runs, 1 is right. */
    double senderSpeed = 1;

    double tickJitterMs;
    int greatestDelayMs;

    private final int clockHz;
    private final int ptimeMs;
    private final Encoder encoder;
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final RtpPacket view = new RtpPacket();
    private final byte[] payload = new byte[1275];
    private int heardHz;
    private float[] sound;
    private float[] heard = new float[0];
    private int heardSamples;
    private int soundPosition;
    private long packets;
    private double nextSendNanos;
    private long nextTickNanos = 7 * MS;
    private long ticks;
    long nowNanos;

    PlayoutRig(Codec codec, int rateHz, int ptimeMs) {
        // The least effort: these tests are about time, not about the sound of Opus.
        this(codec, rateHz, ptimeMs, EncoderSettings.forRate(rateHz).withComplexity(0));
    }

    PlayoutRig(Codec codec, int rateHz, int ptimeMs, EncoderSettings settings) {
        this.rateHz = rateHz;
        this.heardHz = rateHz;
        this.ptimeMs = ptimeMs;
        clockHz = codec.rtpClockHz();
        encoder = CODECS.encoder(codec, rateHz, settings);
        playout = new Playout(CODECS.decoder(codec, rateHz), clockHz, rateHz);
        sound = Tone.sine(rateHz, 400, 0.5, rateHz * 6 / 5);
    }

    /** What is said, over and over; a whole number of packets. */
    PlayoutRig says(float[] pcm) {
        sound = pcm;
        soundPosition = 0;
        return this;
    }

    /** The listener changes its decoder for one of another rate. */
    void listenAt(Codec codec, int newHeardHz) {
        heardHz = newHeardHz;
        playout = playout.through(CODECS.decoder(codec, newHeardHz));
    }

    /** Lets time pass. */
    void run(double seconds) {
        long until = nowNanos + (long) (seconds * 1e9);
        while (true) {
            long arrival = flights.isEmpty() ? Long.MAX_VALUE : flights.peek().arrivesNanos;
            long send = (long) nextSendNanos;
            long next = Math.min(Math.min(send, arrival), nextTickNanos);
            if (next > until) {
                nowNanos = until;
                return;
            }
            nowNanos = next;
            if (next == arrival) {
                deliver(flights.remove().packet);
            } else if (next == send) {
                send();
            } else {
                tick();
            }
        }
    }

    /** The last seconds of what was heard. */
    float[] heardLast(double seconds) {
        int samples = (int) (seconds * rateHz);
        return Arrays.copyOfRange(heard, heardSamples - samples, heardSamples);
    }

    int framesOf(Heard kind) {
        return frames.getOrDefault(kind, 0);
    }

    /** Forgets the counts so far. */
    void recount() {
        frames.clear();
        greatestDelayMs = 0;
    }

    /** A packet straight into the playout, as if it arrived now. */
    void deliver(byte[] packet) {
        view.wrap(packet, 0, packet.length);
        playout.put(view, nowNanos);
    }

    /** The sender says how its background sounds from now on; arrives at once. */
    void describeNoise(int... description) {
        byte[] packet = new byte[RtpPacket.FIXED_HEADER_LENGTH + description.length];
        RtpPacket.writeHeader(packet, 0, false, 13, sequence++, timestamp, ssrc);
        for (int i = 0; i < description.length; i++) {
            packet[RtpPacket.FIXED_HEADER_LENGTH + i] = (byte) description[i];
        }
        view.wrap(packet, 0, packet.length);
        playout.putNoise(view, nowNanos);
    }

    byte[] nextPacket() {
        int samples = rateHz / 1000 * ptimeMs;
        int bytes = encoder.encode(sound, soundPosition, samples, payload, 0);
        soundPosition = (soundPosition + samples) % sound.length;
        byte[] packet = new byte[RtpPacket.FIXED_HEADER_LENGTH + bytes];
        RtpPacket.writeHeader(packet, 0, false, 96, sequence++, timestamp, ssrc);
        System.arraycopy(payload, 0, packet, RtpPacket.FIXED_HEADER_LENGTH, bytes);
        timestamp += clockHz / 1000 * ptimeMs;
        return packet;
    }

    @Override
    public void close() {
        encoder.close();
        playout.close();
    }

    private void send() {
        nextSendNanos += ptimeMs * MS / senderSpeed;
        if (paused) {
            timestamp += clockHz / 1000 * ptimeMs;
            return;
        }
        byte[] packet = nextPacket();
        double delayMs = network.delayMs(packets);
        packets++;
        if (delayMs >= 0) {
            flights.add(new Flight(nowNanos + (long) (delayMs * MS), packets, packet));
        }
    }

    private void tick() {
        int frame = heardHz / 50;
        if (heardSamples + frame > heard.length) {
            heard = Arrays.copyOf(heard, Math.max(rateHz * 10, heard.length * 2));
        }
        long late = tickJitterMs == 0 ? 0 : (long) (ticks * 7 % 10 / 10.0 * tickJitterMs * MS);
        Heard kind = playout.read(heard, heardSamples, nowNanos + late);
        ticks++;
        heardSamples += frame;
        frames.merge(kind, 1, Integer::sum);
        greatestDelayMs = Math.max(greatestDelayMs, playout.delayMs());
        nextTickNanos += 20 * MS;
        if (heardSamples > rateHz * 120) {
            // An hour of sound is not kept: only the last minute and more.
            System.arraycopy(heard, heardSamples - rateHz * 60, heard, 0, rateHz * 60);
            heardSamples = rateHz * 60;
        }
    }
}
