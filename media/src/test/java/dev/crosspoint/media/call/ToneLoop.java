package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.codec.EncoderSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tone in a codec, packet for packet, encoded once for all phones that say it: in a thousand
 * calls nothing else would cost as much.
 */
final class ToneLoop {
    /** Eight seconds; a whole number of periods of every tone. */
    private static final int PACKETS = 400;

    /** Two seconds; so that an end of the loop fits its beginning. */
    private static final int UNSAID = 100;

    private static final int MAX_PACKET = 1500;

    private static final Map<Key, ToneLoop> KNOWN = new ConcurrentHashMap<>();

    private final byte[][] payloads;

    private record Key(Codec codec, int hz, double amplitude) {}

    private ToneLoop(byte[][] payloads) {
        this.payloads = payloads;
    }

    /**
     * The packets of a tone.
     *
     * @param hz whole, so that the end of the loop fits its beginning
     */
    static ToneLoop of(Codecs codecs, Codec codec, int hz, double amplitude) {
        return KNOWN.computeIfAbsent(
                new Key(codec, hz, amplitude), key -> new ToneLoop(encoded(codecs, key)));
    }

    byte[] payload(int packet) {
        return payloads[packet % PACKETS];
    }

    private static byte[][] encoded(Codecs codecs, Key key) {
        int rateHz = key.codec().highestRateHz();
        float[] pcm = new float[rateHz / 50];
        byte[] packet = new byte[MAX_PACKET];
        byte[][] payloads = new byte[PACKETS][];
        try (var encoder = codecs.encoder(key.codec(), rateHz, EncoderSettings.forRate(rateHz))) {
            for (int n = -UNSAID; n < PACKETS; n++) {
                for (int i = 0; i < pcm.length; i++) {
                    double seconds = (double) (n * pcm.length + i) / rateHz;
                    pcm[i] = (float) (key.amplitude() * Math.sin(2 * Math.PI * key.hz() * seconds));
                }
                int bytes = encoder.encode(pcm, 0, pcm.length, packet, 0);
                if (n >= 0) {
                    payloads[n] = Arrays.copyOf(packet, bytes);
                }
            }
        }
        return payloads;
    }
}
