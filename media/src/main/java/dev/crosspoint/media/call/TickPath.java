package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.jitter.Playout;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.mix.MixBus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The 20 ms path, for whoever cannot be served by {@link Relay}: read each source's samples, add up
 * what each listener hears, encode, send.
 *
 * <p>Listeners that hear the same share one sum; the largest such group of a codec shares one
 * encode.
 */
final class TickPath {
    /** Room that a call has at first; most never need more. */
    private static final int FEW_SLOTS = 4;

    /**
     * In larger calls only talkers count as sources, so that all silent listeners hear the same.
     */
    private static final int GATED_ABOVE = 3;

    private final Codecs codecs;
    private final HearingMatrix matrix;
    private final Map<Codec, FrameEncoder> sharedEncoders = new EnumMap<>(Codec.class);
    private final byte[] sharedPayload = new byte[SendPath.MAX_PAYLOAD];
    private int rateHz;
    private int slots = FEW_SLOTS;
    private MixBus bus;

    TickPath(Codecs codecs, HearingMatrix matrix, int rateHz) {
        this.codecs = codecs;
        this.matrix = matrix;
        this.rateHz = rateHz;
        this.bus = new MixBus(rateHz, slots);
    }

    int rateHz() {
        return rateHz;
    }

    /** All codec instances of the old rate must be closed by the caller; ours are closed here. */
    void rateHz(int newRateHz) {
        close();
        rateHz = newRateHz;
        bus = new MixBus(newRateHz, slots);
    }

    void close() {
        sharedEncoders.values().forEach(FrameEncoder::close);
        sharedEncoders.clear();
    }

    /** Starts a tick with at least so many slots. */
    void begin(int slotsNeeded) {
        if (slotsNeeded > slots) {
            slots = Math.min(matrix.slots(), 2 * slotsNeeded);
            bus = new MixBus(rateHz, slots);
        }
        bus.begin();
    }

    /** Samples of everybody that somebody's mix may hear. */
    void readSources(List<Party> parties, long nowNanos) {
        boolean gated = parties.size() > GATED_ABOVE;
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            Voice voice = party.voice();
            if (voice == null) {
                continue;
            }
            float[] pcm = bus.input(party.slot());
            Playout.Heard heard = voice.read(pcm, nowNanos);
            party.decoded(pcm, nowNanos);
            if (heard != Playout.Heard.SILENCE && (!gated || party.speaks())) {
                bus.contributed(party.slot());
            }
        }
    }

    /**
     * The next frame of a prompt.
     *
     * @return false when it has come to its end
     */
    boolean readPrompt(Playing playing) {
        boolean more = playing.read(bus.input(playing.slot()), rateHz);
        if (more) {
            bus.contributed(playing.slot());
        }
        return more;
    }

    /** Sends every listener its frame; forwarded ones only their keypad digits. */
    void serveListeners(List<Party> parties, long nowNanos, Outbox out) {
        for (Codec codec : Codec.values()) {
            serve(codec, parties, nowNanos, out);
        }
    }

    private void serve(Codec codec, List<Party> parties, long nowNanos, Outbox out) {
        long sharedKey = 0;
        boolean shares = false;
        if (parties.size() > GATED_ABOVE) {
            sharedKey = commonest(codec, parties);
            shares = occurrences(codec, parties, sharedKey) > 1;
        }
        int sharedLength = -1;
        int sharedLevel = Level.SILENCE_DBOV;
        for (int i = 0; i < parties.size(); i++) {
            Party listener = parties.get(i);
            if (listener.codec() != codec
                    || !listener.leg().canSend()
                    || listener.leg().send().digitTick(nowNanos, out)
                    || listener.forwarded != null) {
                continue;
            }
            long key = bus.mixKey(listener.slot(), matrix);
            SendPath send = listener.leg().send();
            if (!shares || key != sharedKey) {
                float[] pcm = bus.mix(key);
                listener.leg().meters().sent(Level.dbov(pcm, 0, pcm.length));
                int length =
                        listener.encoder(codecs, codec, rateHz)
                                .encode(pcm, send.payloadArray(), SendPath.payloadOffset());
                send.mixed(length, nowNanos, out);
                continue;
            }
            if (sharedLength < 0) {
                float[] pcm = bus.mix(key);
                sharedLevel = Level.dbov(pcm, 0, pcm.length);
                sharedLength =
                        sharedEncoders
                                .computeIfAbsent(codec, c -> new FrameEncoder(codecs, c, rateHz))
                                .encode(pcm, sharedPayload, 0);
            }
            listener.leg().meters().sent(sharedLevel);
            System.arraycopy(
                    sharedPayload, 0, send.payloadArray(), SendPath.payloadOffset(), sharedLength);
            send.mixed(sharedLength, nowNanos, out);
        }
    }

    /** The mix that most listeners of a codec hear in this tick. */
    private long commonest(Codec codec, List<Party> parties) {
        long best = 0;
        int bestCount = 0;
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (party.codec() != codec || party.forwarded != null) {
                continue;
            }
            long key = bus.mixKey(party.slot(), matrix);
            if (key == best && bestCount > 0) {
                continue;
            }
            int count = occurrences(codec, parties, key);
            if (count > bestCount) {
                best = key;
                bestCount = count;
            }
        }
        return best;
    }

    private int occurrences(Codec codec, List<Party> parties, long key) {
        int count = 0;
        for (int i = 0; i < parties.size(); i++) {
            Party party = parties.get(i);
            if (party.codec() == codec
                    && party.forwarded == null
                    && bus.mixKey(party.slot(), matrix) == key) {
                count++;
            }
        }
        return count;
    }
}
