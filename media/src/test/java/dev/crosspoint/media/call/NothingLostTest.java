package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.call.VirtualCall.End;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.Resampler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every frame that is spoken is heard, through changes from relay to mix and back and of the mix's
 * rate. What is spoken is noise, of which no 10 ms are like any others, so that each is found again
 * in what is heard; G.711 only, because Opus keeps no wave form.
 */
class NothingLostTest {
    private static final int RATE_HZ = 8000;
    private static final int BLOCK = RATE_HZ / 100;
    private static final double AMPLITUDE = 0.2;

    /** A block counts as heard when it is at least so like itself: under a fade, say. */
    private static final double LIKE = 0.5;

    /** How much later than by relay, at most: buffer, tick and filters, samples. */
    private static final int LATEST = RATE_HZ / 1000 * 90;

    private final float[] noise = noise();

    @ParameterizedTest
    @CsvSource({
        "PCMU, 0",
        "PCMU, 4",
        "PCMU, 8",
        "PCMU, 12",
        "PCMU, 16", // and back to relay
        "PCMU OPUS, 0",
        "PCMU OPUS, 7",
        "OPUS OPUS, 0",
        "OPUS OPUS, 4",
        "OPUS OPUS, 8",
        "OPUS OPUS, 12",
        "OPUS OPUS, 16" // 48 kHz
    })
    void hearsEveryFrame(String guests, int phaseMs) {
        var net = VirtualNet.seeded(91);
        var call = new VirtualCall(net);
        End talker = call.join(Codec.PCMU);
        End listener = call.join(Codec.PCMU);
        Codec[] codecs =
                Arrays.stream(guests.split(" ", -1)).map(Codec::valueOf).toArray(Codec[]::new);
        var all = new ArrayList<>(List.of(talker, listener));
        for (Codec codec : codecs) {
            all.add(call.join(codec));
        }
        call.bridge(talker, listener);
        net.run(Duration.ofSeconds(1));
        int from = listener.phone().ear().end();
        double began = talker.phone().seconds();
        talker.phone().say(t -> spoken((int) Math.round((t - began) * RATE_HZ)));

        net.run(Duration.ofMillis(1000 + phaseMs));
        call.bridge(all.toArray(End[]::new));
        net.run(Duration.ofMillis(1500));
        for (End guest : all.subList(2, all.size())) {
            call.call().closeLeg(guest.leg().id(), net.nowNanos(), call);
        }
        net.run(Duration.ofSeconds(2));

        Ear ear = listener.phone().ear();
        float[] heard = Arrays.copyOfRange(ear.heard(), from, ear.end());
        assertThat(missing(heard, RATE_HZ * 4)).isZero();
        assertThat(ear.missing()).isZero();
        assertThat(ear.jumps()).isZero();
    }

    @Test
    void theMeasureSeesTenMillisecondsThatAreLeftOut() {
        float[] heard = new float[RATE_HZ * 4];
        System.arraycopy(noise, 0, heard, 100, RATE_HZ);
        System.arraycopy(noise, RATE_HZ + BLOCK, heard, 100 + RATE_HZ, 2 * RATE_HZ);

        assertThat(missing(heard, 2 * RATE_HZ)).isOne();
    }

    private double spoken(int sample) {
        return sample < 0 || sample >= noise.length ? 0 : noise[sample];
    }

    /** How many blocks of what was spoken up to a sample are not heard, each behind the last. */
    private int missing(float[] heard, int until) {
        int missing = 0;
        int last = 0;
        for (int block = 0; block + BLOCK <= until; block += BLOCK) {
            int at = find(block, heard, Math.max(last, block - BLOCK));
            if (at < 0) {
                missing++;
            } else {
                last = at;
            }
        }
        return missing;
    }

    private int find(int block, float[] heard, int from) {
        int best = -1;
        double most = LIKE;
        for (int at = from; at < Math.min(heard.length - BLOCK, block + LATEST); at++) {
            double product = 0;
            double energy = 1e-9;
            double own = 1e-9;
            for (int i = 0; i < BLOCK; i++) {
                product += noise[block + i] * heard[at + i];
                energy += heard[at + i] * heard[at + i];
                own += noise[block + i] * noise[block + i];
            }
            double like = product / Math.sqrt(energy * own);
            if (like > most) {
                most = like;
                best = at;
            }
        }
        return best;
    }

    /** Noise that telephones carry: nothing in it above 2.8 kHz. */
    private static float[] noise() {
        var random = new Random(4);
        float[] slow = new float[RATE_HZ * 6 * 7 / 10];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = (float) (AMPLITUDE * random.nextGaussian());
        }
        float[] noise = new float[RATE_HZ * 6];
        new Resampler(RATE_HZ * 7 / 10, RATE_HZ).process(slow, 0, slow.length, noise, 0);
        return noise;
    }
}
