package dev.crosspoint.media.bench;

import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.rtp.RtpPacket;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Loads a {@link PlaneServer} with calls between a DTLS-SRTP browser leg and an SDES-SRTP trunk leg
 * over loopback, and prints what they cost: CPU of the server process (user and system) per second
 * of one call, packets lost, and the latency that the gateway adds.
 *
 * <p>Arguments: {@code relay|transcode|fullband}, calls, seconds, and optionally the command prefix
 * of the server, such as {@code taskset -c 0}. Needs a core of its own.
 *
 * <p>With {@code -Drecorded=yes} both legs of each call are recorded for half of the time, in turns
 * of ten seconds, so that what recording costs is a difference within one process; with {@code
 * unsynced} too but for fdatasync, which is so reported apart.
 *
 * <p>With {@code transcode} the browsers send narrowband Opus, as they do when the answer asks for
 * it (RFC 7587 {@code maxplaybackrate}); with {@code fullband} they send 48 kHz whatever it asks,
 * which is what a peer without that parameter does.
 *
 * <p>Latency is from the sending of a packet to the arrival of what it became. Relayed packets
 * carry their own time of sending; through the mixer it is the first loud sample after silence that
 * is timed, from the packet that brought it in to the packet that brought it out, so that a frame's
 * own 20 ms count neither way.
 */
public final class PlaneLoad implements Load {
    private static final long TICK_NANOS = 20_000_000L;
    private static final int CHECK_TICKS = 250;

    /** What would be longer is something else that was taken for a time. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    /** From each of a call's two phones. */
    private static final int PACKETS_PER_SECOND = 50;

    static final int TURN_SECONDS = 10;

    /** A burst of sound every so many ticks, for the mixer's latency. */
    private static final int BURST_TICKS = 100;

    private final String work;
    private final boolean relay;
    private final int calls;
    private final List<LoadPhone> browsers = new ArrayList<>();
    private final List<LoadPhone> trunks = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final byte[][] opus;
    private final byte[][] voice;
    private final byte[] timed = new byte[160];
    private final long[] burstNanos;
    private final long[] latencies = new long[4_000_000];
    private int measured;
    private long received;
    private long sent;
    private long bursts;
    private long browserBytes;
    private long browserPackets;
    private boolean measuring;

    PlaneLoad(String work, int calls) throws IOException {
        this.work = work;
        this.relay = work.equals("relay");
        this.calls = calls;
        this.burstNanos = new long[calls];
        this.voice = muLawVoice();
        this.opus = relay ? new byte[0][] : opusVoice(work.equals("fullband") ? 48_000 : 8_000);
    }

    public static void main(String[] args) throws Exception {
        String prefix = args.length > 3 ? args[3] : "";
        try (var load = new PlaneLoad(args[0], Integer.parseInt(args[1]));
                var server = new PlaneProcess(prefix)) {
            load.run(server, Integer.parseInt(args[2]), System.out);
        }
    }

    private void run(PlaneProcess server, int seconds, PrintStream print) throws IOException {
        warmUp(server);
        if (System.getProperty("recorded", "no").equals("no")) {
            report(print, "", measure(server, seconds));
            return;
        }
        server.record(true);
        talk(10);
        for (int turn = 0; turn < seconds / TURN_SECONDS; turn++) {
            boolean recorded = turn % 2 == 1;
            server.record(recorded);
            talk(2);
            String how = recorded ? ", recorded" : ", unrecorded";
            report(print, how, measure(server, TURN_SECONDS));
        }
    }

    @Override
    public void warmUp(LoadedServer server) throws IOException {
        for (int i = 0; i < calls; i++) {
            connect(server);
            // One by one: a browser gives up a handshake that has to wait for too many others.
            awaitKeys(browsers.getLast());
        }
        talk(Load.warmUpSeconds());
    }

    @Override
    public LoadResult measure(LoadedServer server, int seconds) throws IOException {
        sent = 0;
        received = 0;
        bursts = 0;
        measured = 0;
        browserBytes = 0;
        browserPackets = 0;
        Arrays.fill(burstNanos, 0);
        server.begin();
        measuring = true;
        long start = System.nanoTime();
        talk(seconds);
        double elapsed = (System.nanoTime() - start) / 1e9;
        measuring = false;
        LoadedServer.Cost cost = server.end();
        return new LoadResult(
                cost,
                elapsed,
                // By what was served, as in rooms: what is lost costs nothing.
                received / (2.0 * PACKETS_PER_SECOND),
                sent,
                received,
                relay ? sent : bursts,
                LoadDelays.of(Arrays.copyOf(latencies, measured)),
                browserBytes,
                browserPackets);
    }

    private void report(PrintStream print, String how, LoadResult result) {
        print.printf(
                Locale.ROOT,
                "%s%s, %d calls, %.0f s: %.3f ms CPU per call-second; sent %d, received %d (%.3f %%"
                        + " missing); added latency p50 %.2f ms, p99 %.2f ms (%d samples); %s%n",
                work,
                how,
                calls,
                result.seconds(),
                result.cpuMillis(),
                result.expected(),
                result.received(),
                result.lostPercent(),
                result.delays().p50Millis(),
                result.delays().p99Millis(),
                result.delays().heard(),
                result.cost().remark());
    }

    @Override
    public void close() throws IOException {
        for (LoadPhone phone : browsers) {
            phone.close();
        }
        for (LoadPhone phone : trunks) {
            phone.close();
        }
        selector.close();
    }

    // ---- setting up

    private void connect(LoadedServer server) throws IOException {
        var browser =
                relay
                        ? new LoadPhone(true, 0, "PCMU/8000")
                        : new LoadPhone(true, 111, "opus/48000/2");
        var trunk = new LoadPhone(false, 0, "PCMU/8000");
        int index = browsers.size();
        browser.channel().register(selector, SelectionKey.OP_READ, index);
        trunk.channel().register(selector, SelectionKey.OP_READ, calls + index);
        browsers.add(browser);
        trunks.add(trunk);
        List<String> answers =
                server.call(
                        List.of(relay ? Codec.PCMU : Codec.OPUS, Codec.PCMU),
                        List.of(browser, trunk));
        browser.connect(answers.get(0));
        trunk.connect(answers.get(1));
    }

    private void awaitKeys(LoadPhone browser) throws IOException {
        long limit = System.nanoTime() + 60_000_000_000L;
        long checked = System.nanoTime();
        while (!browser.isReady()) {
            receive();
            if (System.nanoTime() - checked > 500_000_000L) {
                checked = System.nanoTime();
                browsers.forEach(LoadPhone::sendCheck);
            }
            if (System.nanoTime() - limit > 0) {
                throw new IOException("a handshake did not come to its end");
            }
        }
    }

    // ---- talking

    /** Every phone sends a packet every 20 ms; the calls are spread evenly over that time. */
    private void talk(int seconds) throws IOException {
        long start = System.nanoTime();
        long packets = (long) seconds * 50 * calls;
        for (long n = 0; n < packets; n++) {
            long due = start + n * TICK_NANOS / calls;
            while (System.nanoTime() - due < 0) {
                receive();
            }
            speak((int) (n % calls), (int) (n / calls));
        }
        long drain = System.nanoTime() + 300_000_000L;
        while (System.nanoTime() - drain < 0) {
            receive();
        }
    }

    private void speak(int call, int tick) {
        LoadPhone browser = browsers.get(call);
        LoadPhone trunk = trunks.get(call);
        if ((tick + call) % CHECK_TICKS == 0) {
            browser.sendCheck();
        }
        if (relay) {
            stamp();
            browser.speak(timed, timed.length, 160, 0);
            stamp();
            trunk.speak(timed, timed.length, 160, 0);
        } else {
            byte[] payload = opus[(tick + call) % opus.length];
            browser.speak(payload, payload.length, 960, 0);
            // The trunk is silent but for its bursts, so that their arrival can be told.
            boolean burst = (tick + call) % BURST_TICKS == 0;
            if (burst) {
                burstNanos[call] = System.nanoTime();
                bursts += measuring ? 1 : 0;
            }
            trunk.speak(burst ? voice[1] : voice[0], 160, 160, 0);
        }
        if (measuring) {
            sent += 2;
        }
    }

    private void stamp() {
        ByteBuffer.wrap(timed).putLong(System.nanoTime());
    }

    /**
     * Takes what is there. Never sleeps: waking the receiver would be charged to the sender, which
     * is the process that we measure.
     */
    private void receive() throws IOException {
        if (selector.selectNow() == 0) {
            return;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            int index = (int) key.attachment();
            LoadPhone phone = index < calls ? browsers.get(index) : trunks.get(index - calls);
            for (int got = phone.receive(); got >= 0; got = phone.receive()) {
                if (got == 1 && measuring) {
                    received++;
                    measure(index, phone.heard());
                }
            }
        }
        selector.selectedKeys().clear();
    }

    private void measure(int index, RtpPacket heard) {
        if (index < calls) {
            browserBytes += heard.payloadLength();
            browserPackets++;
        }
        if (relay) {
            long sentNanos = ByteBuffer.wrap(heard.array()).getLong(heard.payloadOffset());
            long nanos = System.nanoTime() - sentNanos;
            // A server may fill what it misses with what is no time.
            if (nanos >= 0 && nanos < LONGEST_NANOS) {
                add(nanos);
            }
        } else if (index < calls && burstNanos[index] != 0 && heard.payloadLength() > LOUD_BYTES) {
            add(System.nanoTime() - burstNanos[index]);
            burstNanos[index] = 0;
        }
    }

    /** An Opus frame of digital silence is smaller than this, one with a burst in it larger. */
    private static final int LOUD_BYTES = 24;

    private void add(long nanos) {
        if (measured < latencies.length) {
            latencies[measured++] = nanos;
        }
    }

    // ---- what is said

    /** A silent frame and a loud one. */
    private static byte[][] muLawVoice() {
        return new byte[][] {
            Tone.muLaw(new float[160]), Tone.muLaw(Tone.sines(8000, 0.15, 160, 300, 700, 1900))
        };
    }

    /**
     * Two seconds of something like speech: changing harmonics, rising and falling four times a
     * second.
     */
    private static byte[][] opusVoice(int rateHz) {
        float[] pcm = new float[2 * rateHz];
        for (int harmonic = 1; harmonic <= 20; harmonic++) {
            Tone.add(pcm, 0, pcm.length, 0, rateHz, 140.0 * harmonic, 0.2 / harmonic);
        }
        var random = new Random(1);
        for (int i = 0; i < pcm.length; i++) {
            double envelope = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * i / rateHz);
            pcm[i] = (float) (pcm[i] * envelope + 0.003 * random.nextGaussian());
        }
        int frame = rateHz / 50;
        byte[][] packets = new byte[100][];
        try (Encoder encoder = Codecs.load().encoder(Codec.OPUS, rateHz)) {
            byte[] out = new byte[1276];
            for (int i = 0; i < packets.length; i++) {
                int length = encoder.encode(pcm, i * frame, frame, out, 0);
                packets[i] = Arrays.copyOf(out, length);
            }
        }
        return packets;
    }
}
