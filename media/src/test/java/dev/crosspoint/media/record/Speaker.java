package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Encoder;
import dev.crosspoint.media.codec.EncoderSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Somebody who says a tone at certain times, through a telephone with a clock of its own and a
 * network with faults; gives the packets as they arrive.
 */
final class Speaker {
    /** One stretch of speech by the recording's clock, ms. */
    record Words(long fromMs, long toMs) {}

    private static final long NEVER = Long.MAX_VALUE / 1000;
    private static final double AMPLITUDE = 0.4;

    private final Codecs codecs;
    private final Random random;
    private final int track;
    private final double hz;
    private final List<Words> words = new ArrayList<>();
    private Codec codec = Codec.PCMU;
    private int packetMs = 20;
    private double driftPpm;
    private double loss;
    private double twice;
    private int jitterMs;
    private int delayMs = 2;
    private boolean dtx;
    private long restartMs = NEVER;
    private long changeMs = NEVER;
    private Codec changedTo = Codec.PCMU;
    private long stepMs = NEVER;
    private int steppedDelayMs;
    private int firstSequence;
    private int firstTimestamp;

    Speaker(Codecs codecs, long seed, int track, double hz) {
        this.codecs = codecs;
        random = new Random(seed);
        this.track = track;
        this.hz = hz;
        firstSequence = random.nextInt(65536);
        firstTimestamp = random.nextInt();
    }

    Speaker says(long fromMs, long toMs) {
        words.add(new Words(fromMs, toMs));
        return this;
    }

    Speaker with(Codec first, int ptimeMs) {
        codec = first;
        packetMs = ptimeMs;
        return this;
    }

    Speaker drifting(double ppm) {
        driftPpm = ppm;
        return this;
    }

    Speaker losing(double part) {
        loss = part;
        return this;
    }

    Speaker doubling(double part) {
        twice = part;
        return this;
    }

    Speaker jittering(int ms) {
        jitterMs = ms;
        return this;
    }

    /** Sends nothing while it says nothing. */
    Speaker quiet() {
        dtx = true;
        return this;
    }

    /** Another source, with numbers of its own. */
    Speaker restartingAt(long ms) {
        restartMs = ms;
        return this;
    }

    Speaker changingAt(long ms, Codec to) {
        changeMs = ms;
        changedTo = to;
        return this;
    }

    /** The way through the network becomes longer. */
    Speaker delayedFrom(long ms, int delay) {
        stepMs = ms;
        steppedDelayMs = delay;
        return this;
    }

    /** Its counters are about to wrap. */
    Speaker wrapping() {
        firstSequence = 65_500;
        firstTimestamp = -20_000;
        return this;
    }

    List<Words> words() {
        return words;
    }

    double hz() {
        return hz;
    }

    int packetMs() {
        return packetMs;
    }

    double loss() {
        return loss;
    }

    /** All packets that arrive until some time, in no particular order. */
    List<TrackRecord.Audio> packets(long untilMs) {
        var packets = new ArrayList<TrackRecord.Audio>();
        Codec now = codec;
        int sequence = firstSequence;
        int timestamp = firstTimestamp;
        Encoder encoder = encoder(now);
        byte[] payload = new byte[1500];
        try {
            for (long n = 0; endMicros(n) < untilMs * 1000; n++) {
                if (endMicros(n - 1) >= restartMs * 1000) {
                    restartMs = NEVER;
                    sequence = random.nextInt(65536);
                    timestamp = random.nextInt();
                }
                if (endMicros(n - 1) >= changeMs * 1000) {
                    changeMs = NEVER;
                    now = changedTo;
                    encoder.close();
                    encoder = encoder(now);
                }
                if (!dtx || isSpoken(n)) {
                    float[] pcm = pcm(n, encoder.rateHz());
                    int bytes = encoder.encode(pcm, 0, pcm.length, payload, 0);
                    send(packets, n, now, sequence++, timestamp, Payload.of(payload, 0, bytes));
                }
                timestamp += now.rtpClockHz() / 1000 * packetMs;
            }
        } finally {
            encoder.close();
        }
        return packets;
    }

    private void send(
            List<TrackRecord.Audio> to,
            long n,
            Codec by,
            int sequence,
            int timestamp,
            Payload payload) {
        if (random.nextDouble() < loss) {
            return;
        }
        to.add(arriving(n, by, sequence, timestamp, payload));
        if (random.nextDouble() < twice) {
            to.add(arriving(n, by, sequence, timestamp, payload));
        }
    }

    private TrackRecord.Audio arriving(
            long n, Codec by, int sequence, int timestamp, Payload payload) {
        long sent = endMicros(n);
        int delay = sent >= stepMs * 1000 ? steppedDelayMs : delayMs;
        long arrival = sent + delay * 1000L + (long) (random.nextDouble() * jitterMs * 1000);
        return new TrackRecord.Audio(arrival, track, by, sequence & 0xFFFF, timestamp, payload);
    }

    /** When a packet's sound ends, by the recording's clock. */
    private long endMicros(long n) {
        return (long) ((n + 1) * packetMs * 1000.0 / (1 + driftPpm / 1e6));
    }

    private float[] pcm(long n, int rateHz) {
        float[] pcm = new float[rateHz / 1000 * packetMs];
        for (int i = 0; i < pcm.length; i++) {
            double seconds = (double) (n * pcm.length + i) / rateHz / (1 + driftPpm / 1e6);
            for (Words one : words) {
                if (seconds * 1000 >= one.fromMs && seconds * 1000 < one.toMs) {
                    pcm[i] = (float) (AMPLITUDE * Math.sin(2 * Math.PI * hz * seconds));
                }
            }
        }
        return pcm;
    }

    private boolean isSpoken(long n) {
        long end = endMicros(n) / 1000;
        return words.stream().anyMatch(w -> end > w.fromMs && end - packetMs < w.toMs + 40);
    }

    private Encoder encoder(Codec of) {
        int rateHz = of.rateFor(16_000);
        var settings = EncoderSettings.forRate(rateHz).withComplexity(0);
        return codecs.encoder(of, rateHz, settings.withExpectedLoss(loss > 0 ? 10 : 0));
    }
}
