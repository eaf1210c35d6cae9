package dev.crosspoint.media.record;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.Decoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one track: puts packets in order, decodes them, makes good for what is missing
 * (in-band FEC, then concealment) and lays it all where it belongs. Gaps that are no losses, and
 * what is too long to be invented, are silence.
 */
final class TrackVoice implements AutoCloseable {
    /** Up to so much is invented between two packets, as in a call; ms. */
    private static final int MAX_BRIDGED_MS = 120;

    /** So much of a loss is invented where the sound does not come back soon enough; ms. */
    private static final int TAIL_MS = 60;

    private static final int QUANTUM_MICROS = 2500;
    private static final int MILLIS = 1000;
    private static final long MICROS = 1_000_000;

    private final Track track;
    private final Codecs codecs;
    private final int rateHz;
    private final Tally tally;
    private final PriorityQueue<Arrived> waiting = new PriorityQueue<>(64, Arrived::inOrder);
    private final Skipped skipped = new Skipped();
    private final Map<Codec, Decoder> decoders = new EnumMap<>(Codec.class);
    private final List<@Nullable Placement> placements = new ArrayList<>();
    private final Strip strip;

    /** The packet that was decoded last, and the one that is to follow it without a hole. */
    private @Nullable Arrived last;

    private @Nullable Arrived next;

    /**
     * @param track as the first reading has it
     * @param tally of its channel
     */
    TrackVoice(Track track, Codecs codecs, int rateHz, Tally tally) {
        this.track = track;
        this.codecs = codecs;
        this.rateHz = rateHz;
        this.tally = tally;
        strip = new Strip(rateHz);
        for (int i = 0; i < track.runs().size(); i++) {
            placements.add(null);
        }
    }

    /** A packet for later. */
    void put(Arrived packet) {
        waiting.add(packet);
    }

    /** A packet that was no speech. */
    void skip(long sequence) {
        skipped.add(sequence);
    }

    /**
     * Adds this track's sound to that of others. All packets must have been put whose sound may lie
     * there; later ones find their place taken.
     *
     * @param sound of the recording from {@code from} on
     * @param heard see {@link Strip}
     */
    void fill(float[] sound, byte[] heard, long from, int samples) {
        long to = from + samples;
        while (strip.isActive() || begin(to)) {
            strip.make(sound, heard, from, to);
            if (strip.made() >= to) {
                return;
            }
            if (strip.isActive()) {
                extend();
            }
        }
    }

    @Override
    public void close() {
        for (Decoder decoder : decoders.values()) {
            decoder.close();
        }
    }

    /** Starts a strip if one starts before a sample. */
    private boolean begin(long to) {
        for (Arrived packet = head(); packet != null; packet = head()) {
            Placement placement = placement(packet);
            Decoder decoder = decoder(packet.codec());
            long sample = placement.streamSample(packet.place().ticks());
            long first = (long) Math.ceil(placement.positionOf(sample));
            long allowed = Math.max(first, firstAllowed(packet));
            long start = Math.max(allowed, strip.made());
            if (start >= to) {
                return false;
            }
            waiting.remove();
            double end = placement.positionOf(sample + packetSamples(packet, decoder));
            if (end <= start) {
                if (end > allowed) {
                    tally.late();
                } else {
                    remember(packet);
                }
                continue;
            }
            if (isAnother(packet)) {
                decoder.reset();
            }
            strip.begin(placement, sample, start);
            if (decode(packet)) {
                return true;
            }
            strip.end(start);
        }
        return false;
    }

    /** It was said before the track was taken and is not heard, but the next one builds on it. */
    private void remember(Arrived packet) {
        Decoder decoder = decoder(packet.codec());
        if (isAnother(packet)) {
            decoder.reset();
        }
        byte[] payload = packet.payload().array();
        float[] unheard = new float[packetSamples(packet, decoder)];
        if (decoder.decode(payload, 0, payload.length, unheard, 0) > 0) {
            last = packet;
        }
    }

    /** Adds what follows without a hole. */
    private void extend() {
        Arrived packet = next;
        if (packet == null || last == null) {
            throw new IllegalStateException("a strip that is to go on has nothing to go on with");
        }
        next = null;
        Decoder decoder = decoder(packet.codec());
        int missing = (int) (samplePosition(packet) - strip.streamEnd()) / quantum(decoder);
        if (missing > 0) {
            bridge(decoder, packet, missing * quantum(decoder));
        }
        if (!decode(packet)) {
            settle(packet);
        }
    }

    /** Fills a hole: what the next packet knows of it, before that invented sound. */
    private void bridge(Decoder decoder, Arrived packet, int samples) {
        byte[] payload = packet.payload().array();
        int usual = packetSamples(packet, decoder);
        boolean copies = usual <= samples && decoder.carriesRecovery(payload, 0, payload.length);
        int invented = copies ? samples - usual : samples;
        if (invented > 0) {
            float[] room = strip.room();
            decoder.conceal(room, strip.roomOffset(), invented);
            strip.added(invented, Strip.CONCEALED);
        }
        if (copies) {
            float[] room = strip.room();
            decoder.recover(payload, 0, payload.length, room, strip.roomOffset(), usual);
            strip.added(usual, Strip.SPOKEN);
            tally.recovered();
        }
    }

    /** Whether the packet was sound; then it is in the strip. */
    private boolean decode(Arrived packet) {
        byte[] payload = packet.payload().array();
        float[] room = strip.room();
        int samples =
                decoder(packet.codec())
                        .decode(payload, 0, payload.length, room, strip.roomOffset());
        if (samples <= 0) {
            tally.unreadable();
            return false;
        }
        strip.added(samples, Strip.SPOKEN);
        count(packet);
        last = packet;
        settle(packet);
        return true;
    }

    /** Finds out whether the strip goes on. */
    private void settle(Arrived packet) {
        Arrived following = head();
        Decoder decoder = decoder(packet.codec());
        if (following != null
                && following.place().run() == packet.place().run()
                && following.interval() == packet.interval()) {
            long gap = samplePosition(following) - strip.streamEnd();
            if (Math.abs(gap) < quantum(decoder) || isLoss(packet, following, gap)) {
                next = waiting.remove();
                return;
            }
            int tail = gap > 0 ? tail(packet, following) : 0;
            if (tail > 0) {
                decoder.conceal(strip.room(), strip.roomOffset(), tail);
                strip.added(tail, Strip.CONCEALED);
            }
        }
        long end = track.recorded().get(packet.interval()).endSample(rateHz);
        if (following == null || following.interval() != packet.interval()) {
            runOut(packet, end);
        }
        strip.end(end);
    }

    /**
     * Lets the decoder end by itself what its encoder had taken in but not let out, when the packet
     * that would have had it came after the track was no longer taken.
     *
     * @param end of the interval, sample of the recording
     */
    private void runOut(Arrived packet, long end) {
        Decoder decoder = decoder(packet.codec());
        int samples =
                Math.ceilDiv(packet.codec().lookAheadMicros(), QUANTUM_MICROS) * quantum(decoder);
        // a packet may be late by its own length before it counts as not sent
        int untilNext = 2 * packetSamples(packet, decoder) + samples;
        double left = end - placement(packet).positionOf(strip.streamEnd());
        if (samples > 0 && left * decoder.rateHz() < (double) untilNext * rateHz) {
            decoder.conceal(strip.room(), strip.roomOffset(), samples);
            strip.added(samples, Strip.SPOKEN);
        }
    }

    /** Whether a hole between two packets is one in the sound, to be bridged. */
    private boolean isLoss(Arrived packet, Arrived following, long gap) {
        Decoder decoder = decoder(packet.codec());
        long last = lastSequence();
        long next = following.place().sequence();
        long missing = skipped.missingBetween(last, next);
        // among keys, what is missing was no longer than the packets about it
        boolean explained =
                missing == next - last - 1 || gap <= missing * packetSamples(packet, decoder);
        int longest = decoder.rateHz() / MILLIS * MAX_BRIDGED_MS;
        return missing > 0 && gap > 0 && gap <= longest && explained;
    }

    /** How much is invented behind a packet after which the sound does not go on. */
    private int tail(Arrived packet, Arrived following) {
        Decoder decoder = decoder(packet.codec());
        long missing = skipped.missingBehind(lastSequence(), following.place().sequence());
        int most = decoder.rateHz() / MILLIS * TAIL_MS;
        return (int) Math.min(most, missing * packetSamples(packet, decoder));
    }

    /** The next packet to be decoded; drops those whose turn is over. */
    private @Nullable Arrived head() {
        for (Arrived packet = waiting.peek(); packet != null; packet = waiting.peek()) {
            if (packet.place().sequence() > lastSequence()) {
                return packet;
            }
            waiting.remove();
            if (packet.place().sequence() == lastSequence()) {
                tally.duplicate();
            } else {
                tally.late();
            }
        }
        return null;
    }

    private void count(Arrived packet) {
        Arrived before = last;
        boolean joins =
                before != null
                        && before.interval() == packet.interval()
                        && (before.place().run() == packet.place().run() || packet.place().joins());
        long sequence = packet.place().sequence();
        tally.heard(joins ? skipped.missingBetween(lastSequence(), sequence) : 0);
        skipped.forget(sequence);
    }

    /** Whether what the decoder remembers is of another source, or not to be heard any more. */
    private boolean isAnother(Arrived packet) {
        Arrived before = last;
        return before == null
                || before.interval() != packet.interval()
                || before.codec() != packet.codec()
                || (before.place().run() != packet.place().run() && !packet.place().joins());
    }

    private long lastSequence() {
        return last == null ? -1 : last.place().sequence();
    }

    private long firstAllowed(Arrived packet) {
        long micros = packet.durationTicks() * MICROS / packet.codec().rtpClockHz();
        return track.recorded().get(packet.interval()).firstSample(micros, rateHz);
    }

    private long samplePosition(Arrived packet) {
        return placement(packet).streamSample(packet.place().ticks());
    }

    private static int packetSamples(Arrived packet, Decoder decoder) {
        return (int)
                ((long) packet.durationTicks() * decoder.rateHz() / packet.codec().rtpClockHz());
    }

    /** The finest step in which every decoder can conceal. */
    private static int quantum(Decoder decoder) {
        return (int) ((long) decoder.rateHz() * QUANTUM_MICROS / MICROS);
    }

    private Placement placement(Arrived packet) {
        int run = packet.place().run();
        Placement placement = placements.get(run);
        if (placement == null) {
            int streamHz = decoder(packet.codec()).rateHz();
            placement = new Placement(track.runs().get(run), streamHz, rateHz);
            placements.set(run, placement);
        }
        return placement;
    }

    private Decoder decoder(Codec codec) {
        Decoder decoder = decoders.get(codec);
        if (decoder == null) {
            // what has no more than 8 kHz is raised where it is laid
            decoder = codecs.decoder(codec, codec.rateFor(rateHz));
            decoders.put(codec, decoder);
        }
        return decoder;
    }
}
