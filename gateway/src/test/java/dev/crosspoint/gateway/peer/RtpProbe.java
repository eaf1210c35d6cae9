package dev.crosspoint.gateway.peer;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.G711;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A telephone's ear and mouth without its signalling: plain G.711 over a UDP socket of its own.
 * Says a tone to whoever sends to it, and keeps what it hears on the time line of the RTP
 * timestamps.
 */
public final class RtpProbe implements Ear, AutoCloseable {
    /**
     * A pause of this length is a fault of the gateway's, ms: machines with other work pause for a
     * quarter of a second, and calls that lose something take a second to find it again.
     */
    public static final double STALL_MS = 500;

    private static final int FRAME = 160;

    /** Packets. */
    private static final int STREAK = 10;

    /** Packets of a second. */
    private static final int NEAR = 50;

    private static final int PATIENCE = 250;

    private static final int RATE_HZ = 8000;

    /** A sample that is no silence. */
    private static final float SOUND = 0.05f;

    private final DatagramSocket socket;
    private final Codec codec;
    private final G711 law;
    private final double hz;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("rtp-probe").daemon().factory());
    private final Object lock = new Object();

    private float[] heard = new float[RATE_HZ * 10];
    private int end;
    private int base;
    private boolean started;
    private long packets;
    private int expected;
    private long missing;
    private long lastArrivalNanos;
    private long longestGapNanos;
    private volatile @Nullable SocketAddress peer;
    private volatile @Nullable SocketAddress told;
    private double[] arrivalsMs = new double[500];
    private volatile boolean speaking = true;
    private volatile @Nullable CompletableFuture<Double> begun;
    private int sequence = 100;
    private int timestamp = 16_000;
    private long spoken;

    private RtpProbe(DatagramSocket socket, Codec codec, double hz) {
        this.socket = socket;
        this.codec = codec;
        this.law = codec == Codec.PCMA ? G711.A_LAW : G711.MU_LAW;
        this.hz = hz;
    }

    /** Opens a socket and begins to listen; it speaks as soon as somebody has sent to it. */
    public static RtpProbe open(String address, double hz) throws IOException {
        return open(address, Codec.PCMU, hz);
    }

    /**
     * Likewise.
     *
     * @param codec {@code PCMU} or {@code PCMA}
     */
    public static RtpProbe open(String address, Codec codec, double hz) throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        var probe = new RtpProbe(socket, codec, hz);
        Thread.ofVirtual().name("rtp-probe-ear").start(probe::listen);
        var _ = probe.clock.scheduleAtFixedRate(probe::speak, 0, 20, TimeUnit.MILLISECONDS);
        return probe;
    }

    /** Where it listens, without its port. */
    public String address() {
        return socket.getLocalAddress().getHostAddress();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** What it speaks and understands. */
    public Codec codec() {
        return codec;
    }

    /** Speaks to there from now on, wherever it is spoken to from: to what an answer says. */
    public void speakTo(SocketAddress address) {
        told = address;
    }

    /** Falls silent, in packets. */
    public void hush() {
        speaking = false;
    }

    /**
     * Speaks again.
     *
     * @return when the first sample was spoken, ms since 1970: a packet's length before it was sent
     */
    public double speakUp() throws Exception {
        var first = new CompletableFuture<Double>();
        begun = first;
        speaking = true;
        return first.get(20, TimeUnit.SECONDS);
    }

    /**
     * Waits for a sound, the first after so many milliseconds of what is heard in all.
     *
     * @return when its first sample came, ms since 1970: a telephone without a buffer would play it
     *     then
     */
    public double onsetMs(int afterMs, int limitMs) throws InterruptedException {
        long deadline = System.nanoTime() + limitMs * 1_000_000L;
        int at = afterMs * RATE_HZ / 1000;
        synchronized (lock) {
            while (true) {
                for (; at < end; at++) {
                    if (Math.abs(heard[at]) > SOUND) {
                        return arrivalsMs[at / FRAME] + at % FRAME * 1000.0 / RATE_HZ;
                    }
                }
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError("no sound in " + limitMs + " ms");
                }
                lock.wait(leftMs);
            }
        }
    }

    /**
     * Waits until for a fifth of a second every packet shows something.
     *
     * @param afterMs how much had been heard in all before it could
     * @param shows of the 20 ms of one packet
     * @return when the first of these packets was due, ms since 1970
     */
    public double sinceMs(int afterMs, Predicate<float[]> shows) throws InterruptedException {
        int first = afterMs * RATE_HZ / 1000 / FRAME;
        int last = first + PATIENCE;
        for (int frame = first; frame - first < STREAK; frame++) {
            if (frame == last) {
                throw new AssertionError("no packets show that");
            }
            awaitHeard((frame + 1) * FRAME * 1000 / RATE_HZ, 10_000);
            synchronized (lock) {
                if (!shows.test(Arrays.copyOfRange(heard, frame * FRAME, (frame + 1) * FRAME))) {
                    first = frame + 1;
                }
            }
        }
        synchronized (lock) {
            return dueMs(first);
        }
    }

    /** By the time stamps, after the promptest packet near it: we may be late to take one. */
    private double dueMs(int frame) {
        double due = arrivalsMs[frame];
        for (int near = Math.max(0, frame - NEAR); near < frame + STREAK; near++) {
            if (arrivalsMs[near] > 0) {
                due = Math.min(due, arrivalsMs[near] + 20.0 * (frame - near));
            }
        }
        return due;
    }

    @Override
    public float[] heardLast(int ms) {
        synchronized (lock) {
            return Arrays.copyOfRange(heard, Math.max(0, end - ms * RATE_HZ / 1000), end);
        }
    }

    @Override
    public void awaitHeard(int ms, int limitMs) throws InterruptedException {
        long deadline = System.nanoTime() + limitMs * 1_000_000L;
        synchronized (lock) {
            while (end < ms * RATE_HZ / 1000) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError(
                            "heard " + end * 1000 / RATE_HZ + " ms, not " + ms + " ms");
                }
                lock.wait(leftMs);
            }
        }
    }

    /** Waits until half a second of what it hears is nothing but a tone. */
    public void awaitTone(double tone) throws InterruptedException {
        double share = 0;
        for (int i = 0; i < TRIES; i++) {
            awaitHeard(heardMs() + 500, 10_000);
            float[] last = heardLast(500);
            double all = Tone.rms(last, 0, last.length) * Math.sqrt(2);
            share = all == 0 ? 0 : Tone.amplitude(last, RATE_HZ, tone) / all;
            if (share > 0.9) {
                return;
            }
        }
        throw new AssertionError("only " + share + " of what is heard is " + tone + " Hz");
    }

    @Override
    public int heardMs() {
        synchronized (lock) {
            return end * 1000 / RATE_HZ;
        }
    }

    /** Where it sends to; once it has heard something. */
    public InetSocketAddress gateway() {
        return (InetSocketAddress) Objects.requireNonNull(peer, "nobody has sent yet");
    }

    /**
     * The longest time without a sound in what it has heard, by the time stamps of the packets.
     *
     * @param afterMs how much had been heard in all before that counts
     * @return ms, in whole packets
     */
    public int longestSilenceMs(int afterMs) {
        synchronized (lock) {
            int longest = 0;
            int silent = 0;
            for (int at = afterMs * RATE_HZ / 1000 / FRAME * FRAME; at < end; at += FRAME) {
                silent = isSilent(at) ? silent + 1 : 0;
                longest = Math.max(longest, silent);
            }
            return longest * FRAME * 1000 / RATE_HZ;
        }
    }

    private boolean isSilent(int frame) {
        for (int at = frame; at < Math.min(frame + FRAME, end); at++) {
            if (Math.abs(heard[at]) > SOUND) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lends its socket to somebody who wishes the gateway ill: the bytes go as they are.
     *
     * @param rtcp to the port above the one that audio goes to
     */
    public void lend(boolean rtcp, byte[] data, int length) {
        var to = gateway();
        int port = to.getPort() + (rtcp ? 1 : 0);
        try {
            socket.send(
                    new DatagramPacket(data, length, new InetSocketAddress(to.getAddress(), port)));
        } catch (IOException _) {
            // closed
        }
    }

    /** RTP packets that came. */
    public long packets() {
        synchronized (lock) {
            return packets;
        }
    }

    /** Sequence numbers that never came. */
    public long missing() {
        synchronized (lock) {
            return missing;
        }
    }

    /** Forgets the longest pause between two packets so far. */
    public void watchGaps() {
        synchronized (lock) {
            longestGapNanos = 0;
        }
    }

    /** The longest pause between two packets since {@link #watchGaps}, ms. */
    public double longestGapMs() {
        synchronized (lock) {
            return longestGapNanos / 1e6;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        socket.close();
    }

    private void listen() {
        byte[] data = new byte[1600];
        var packet = new DatagramPacket(data, data.length);
        try {
            while (true) {
                socket.receive(packet);
                take(data, packet.getLength(), packet.getSocketAddress());
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void take(byte[] data, int length, SocketAddress from) {
        if (length < 12
                || (data[0] & 0xC0) != 0x80
                || (data[1] & 0x7F) != codec.staticPayloadType()) {
            return; // RTCP, digits, or no RTP at all
        }
        peer = from;
        synchronized (lock) {
            int sequenceNow = ((data[2] & 0xFF) << 8) | (data[3] & 0xFF);
            int at = int32(data, 4);
            if (!started) {
                started = true;
                base = at;
                expected = sequenceNow;
                lastArrivalNanos = System.nanoTime();
            }
            missing += Math.max(0, (short) (sequenceNow - expected));
            expected = sequenceNow + 1;
            long now = System.nanoTime();
            longestGapNanos = Math.max(longestGapNanos, now - lastArrivalNanos);
            lastArrivalNanos = now;
            packets++;
            float[] samples = new float[length - 12];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = law.decode(data[12 + i]);
            }
            int place = at - base;
            if (place >= 0 && place < RATE_HZ * 3600) {
                if (place + samples.length > heard.length) {
                    heard = Arrays.copyOf(heard, Math.max(place + FRAME, heard.length * 2));
                }
                System.arraycopy(samples, 0, heard, place, samples.length);
                remember(place / FRAME);
                end = Math.max(end, place + samples.length);
            }
            lock.notifyAll();
        }
    }

    private void remember(int frame) {
        if (frame >= arrivalsMs.length) {
            arrivalsMs = Arrays.copyOf(arrivalsMs, Math.max(frame + 1, arrivalsMs.length * 2));
        }
        arrivalsMs[frame] = nowMs();
    }

    private static double nowMs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    private void speak() {
        SocketAddress to = told == null ? peer : told;
        if (to == null) {
            return;
        }
        float[] pcm = new float[FRAME];
        boolean on = speaking;
        if (on) {
            Tone.add(pcm, 0, FRAME, spoken, RATE_HZ, hz, Ear.SPOKEN_AMPLITUDE);
            spoken += FRAME;
        }
        byte[] data = new byte[12 + FRAME];
        data[0] = (byte) 0x80;
        data[1] = (byte) codec.staticPayloadType();
        data[2] = (byte) (sequence >> 8);
        data[3] = (byte) sequence;
        int32(data, 4, timestamp);
        int32(data, 8, 0x5050);
        for (int i = 0; i < FRAME; i++) {
            data[12 + i] = law.encode(pcm[i]);
        }
        sequence++;
        timestamp += FRAME;
        try {
            CompletableFuture<Double> first = on ? begun : null;
            if (first != null) {
                begun = null;
                first.complete(nowMs() - FRAME * 1000.0 / RATE_HZ);
            }
            socket.send(new DatagramPacket(data, data.length, to));
        } catch (IOException _) {
            // closed, or the far end is gone: the test will see it by what it hears
        }
    }

    private static int int32(byte[] data, int at) {
        return ((data[at] & 0xFF) << 24)
                | ((data[at + 1] & 0xFF) << 16)
                | ((data[at + 2] & 0xFF) << 8)
                | (data[at + 3] & 0xFF);
    }

    private static void int32(byte[] data, int at, int value) {
        data[at] = (byte) (value >> 24);
        data[at + 1] = (byte) (value >> 16);
        data[at + 2] = (byte) (value >> 8);
        data[at + 3] = (byte) value;
    }
}
