package dev.crosspoint.media.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.audio.Splatter;
import dev.crosspoint.media.audio.Tone;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MixBusTest {
    private static final int RATE_HZ = 8000;
    private static final int FRAME = 160;

    @Test
    void letsTwoLegsHearEachOtherExactly() {
        var bus = new MixBus(RATE_HZ, 2);
        var matrix = everybodyHearsEverybody(2);
        bus.begin();
        speak(bus, 0, 400, 0.5, 0);
        speak(bus, 1, 700, 0.5, 0);
        assertThat(bus.mix(bus.audible(matrix.sourcesOf(0)))).isEqualTo(tick(700, 0.5, 0));
        assertThat(bus.mix(bus.audible(matrix.sourcesOf(1)))).isEqualTo(tick(400, 0.5, 0));
    }

    @Test
    void isSilentWhereNobodySpeaks() {
        var bus = new MixBus(RATE_HZ, 3);
        var matrix = everybodyHearsEverybody(3);
        bus.begin();
        speak(bus, 0, 400, 0.5, 0);
        assertThat(bus.audible(matrix.sourcesOf(0))).isZero();
        assertThat(bus.mix(0)).containsOnly(0);
        bus.begin();
        assertThat(bus.audible(matrix.sourcesOf(1))).isZero();
        assertThat(bus.frameSamples()).isEqualTo(FRAME);
    }

    @Test
    void letsEachOfManyHearAllButItself() {
        for (int parties : new int[] {3, 5, 16, 64}) {
            var bus = new MixBus(RATE_HZ, parties);
            var matrix = everybodyHearsEverybody(parties);
            double amplitude = 0.8 / parties;
            float[][] heard = new float[parties][FRAME * 50];
            for (int t = 0; t < 50; t++) {
                bus.begin();
                for (int party = 0; party < parties; party++) {
                    speak(bus, party, toneOf(party), amplitude, t);
                }
                for (int party = 0; party < parties; party++) {
                    float[] mix = bus.mix(bus.audible(matrix.sourcesOf(party)));
                    System.arraycopy(mix, 0, heard[party], t * FRAME, FRAME);
                }
            }
            for (int listener : new int[] {0, 1, parties / 2, parties - 1}) {
                for (int party = 0; party < parties; party++) {
                    double level = Tone.amplitude(heard[listener], RATE_HZ, toneOf(party));
                    if (party == listener) {
                        assertThat(level).isLessThan(amplitude / 1000);
                    } else {
                        assertThat(level).isCloseTo(amplitude, within(amplitude / 50));
                    }
                }
            }
        }
    }

    /** 0 customer, 1 agent, 2 music, 3 supervisor, 4 second agent. */
    @Test
    void holdsWhispersAndMonitors() {
        var bus = new MixBus(RATE_HZ, 5);
        var matrix = new HearingMatrix(5);
        // On hold: the customer hears music, the agents consult.
        matrix.set(0, 2, true);
        matrix.set(1, 4, true);
        matrix.set(4, 1, true);
        // The supervisor monitors everybody and whispers to the first agent.
        for (int source : new int[] {0, 1, 4}) {
            matrix.set(3, source, true);
        }
        matrix.set(1, 3, true);
        bus.begin();
        for (int slot = 0; slot < 5; slot++) {
            speak(bus, slot, toneOf(slot), 0.15, 0);
        }
        assertThat(bus.audible(matrix.sourcesOf(0))).isEqualTo(0b00100);
        assertThat(bus.audible(matrix.sourcesOf(1))).isEqualTo(0b11000);
        assertThat(bus.audible(matrix.sourcesOf(2))).isZero();
        assertThat(bus.audible(matrix.sourcesOf(3))).isEqualTo(0b10011);
        assertThat(bus.audible(matrix.sourcesOf(4))).isEqualTo(0b00010);
        assertThat(bus.mix(0b00100)).isEqualTo(tick(toneOf(2), 0.15, 0));
    }

    @Test
    void sharesOneMixAmongThoseWhoHearTheSame() {
        var bus = new MixBus(RATE_HZ, 50);
        var matrix = everybodyHearsEverybody(50);
        bus.begin();
        speak(bus, 7, 400, 0.3, 0);
        speak(bus, 8, 700, 0.3, 0);
        float[] first = bus.mix(bus.audible(matrix.sourcesOf(0)));
        for (int silent = 1; silent < 50; silent++) {
            if (silent != 7 && silent != 8) {
                assertThat(bus.mix(bus.audible(matrix.sourcesOf(silent)))).isSameAs(first);
            }
        }
        assertThat(bus.mix(bus.audible(matrix.sourcesOf(7)))).isEqualTo(tick(700, 0.3, 0));
    }

    @Test
    void mixesAPromptWithTheTalkers() {
        var bus = new MixBus(RATE_HZ, 3);
        var matrix = everybodyHearsEverybody(3);
        var prompt =
                new PromptPlayer(
                        PromptAudio.of(Tone.sine(RATE_HZ, 900, 0.2, 10 * FRAME), RATE_HZ),
                        1,
                        RATE_HZ);
        float[] heard = new float[20 * FRAME];
        for (int t = 0; t < 20; t++) {
            bus.begin();
            speak(bus, 0, 400, 0.3, t);
            if (prompt.read(bus.input(2), 0, FRAME)) {
                bus.contributed(2);
            }
            System.arraycopy(bus.mix(bus.audible(matrix.sourcesOf(1))), 0, heard, t * FRAME, FRAME);
        }
        int half = 10 * FRAME;
        assertThat(Tone.amplitude(heard, 0, half, RATE_HZ, 900)).isCloseTo(0.2, within(0.01));
        assertThat(Tone.amplitude(heard, half, half, RATE_HZ, 900)).isLessThan(0.001);
        assertThat(Tone.amplitude(heard, half, half, RATE_HZ, 400)).isCloseTo(0.3, within(0.01));
    }

    @Test
    void agreesWithANaiveMixThroughRandomEdits() {
        var random = new Random(11);
        int slots = 9;
        var bus = new MixBus(RATE_HZ, slots);
        var matrix = new HearingMatrix(slots);
        for (int t = 0; t < 2000; t++) {
            int listener = random.nextInt(slots);
            int source = random.nextInt(slots);
            if (listener != source) {
                matrix.set(listener, source, random.nextInt(3) > 0);
            }
            if (random.nextInt(50) == 0) {
                matrix.clear(random.nextInt(slots));
            }
            bus.begin();
            float[][] spoken = new float[slots][];
            for (int slot = 0; slot < slots; slot++) {
                if (random.nextInt(4) > 0) {
                    spoken[slot] = new float[FRAME];
                    for (int i = 0; i < FRAME; i++) {
                        spoken[slot][i] = (random.nextFloat() - 0.5f) * 0.15f;
                    }
                    System.arraycopy(spoken[slot], 0, bus.input(slot), 0, FRAME);
                    bus.contributed(slot);
                }
            }
            for (int slot = 0; slot < slots; slot++) {
                float[] mix = bus.mix(bus.audible(matrix.sourcesOf(slot)));
                int at = random.nextInt(FRAME);
                float expected = 0;
                for (int other = 0; other < slots; other++) {
                    if (spoken[other] != null && matrix.hears(slot, other)) {
                        expected += spoken[other][at];
                    }
                }
                assertThat(mix[at]).isCloseTo(expected, within(1e-5f));
            }
        }
    }

    @Test
    void limitsALoudCrowdWithoutClippingOrClicks() {
        var bus = new MixBus(RATE_HZ, 4);
        var matrix = everybodyHearsEverybody(4);
        float[] heard = new float[FRAME * 150];
        for (int t = 0; t < 150; t++) {
            bus.begin();
            for (int party = 1; party < 4; party++) {
                // Three at full level in the middle third, quiet before and after.
                speak(bus, party, 300 + 100 * party, t / 50 == 1 ? 0.8 : 0.08, t);
            }
            System.arraycopy(bus.mix(bus.audible(matrix.sourcesOf(0))), 0, heard, t * FRAME, FRAME);
        }
        for (float sample : heard) {
            assertThat(Math.abs(sample)).isLessThan(1f);
        }
        // Settled, the sum is clean: what is not one of the tones or a window's leakage is small.
        int settled = FRAME * 60;
        double tone = Tone.amplitude(heard, settled, FRAME * 40, RATE_HZ, 500);
        assertThat(tone).isBetween(0.28, 0.42);
        assertThat(Tone.amplitude(heard, settled, FRAME * 40, RATE_HZ, 1500)).isLessThan(tone / 30);
        // No step larger than the steepest slope of the three sines at full level.
        double steepest = 0.8 * 2 * Math.PI * (400 + 500 + 600) / RATE_HZ;
        for (int i = 1; i < heard.length; i++) {
            assertThat(Math.abs(heard[i] - heard[i - 1])).isLessThan((float) steepest);
        }
        // And two seconds later the quiet ones are back at their level.
        for (int t = 0; t < 50; t++) {
            bus.begin();
            speak(bus, 1, 400, 0.08, t);
        }
        assertThat(bus.mix(1L << 1)).isEqualTo(tick(400, 0.08, 49));
    }

    @Test
    void doesNotDuckThoseWhoAreNotInTheLoudMix() {
        var bus = new MixBus(RATE_HZ, 5);
        var matrix = new HearingMatrix(5);
        matrix.set(0, 1, true);
        matrix.set(0, 2, true);
        matrix.set(3, 4, true);
        for (int t = 0; t < 20; t++) {
            bus.begin();
            speak(bus, 1, 400, 0.9, t);
            speak(bus, 2, 500, 0.9, t);
            speak(bus, 4, 600, 0.5, t);
            bus.mix(bus.audible(matrix.sourcesOf(0)));
            assertThat(bus.mix(bus.audible(matrix.sourcesOf(3)))).isEqualTo(tick(600, 0.5, t));
        }
    }

    @Test
    void glidesWhenAListenerChangesFromOneMixToAnother() {
        var bus = new MixBus(RATE_HZ, 4);
        var matrix = new HearingMatrix(4);
        matrix.set(0, 1, true);
        float[] heard = new float[FRAME * 60];
        for (int t = 0; t < 60; t++) {
            bus.begin();
            speak(bus, 1, 400, 0.7, t);
            // The second talker is loud, and is taken out of the listener's ears in the middle.
            speak(bus, 2, 400, 0.7, t);
            matrix.set(0, 2, t < 30);
            System.arraycopy(bus.mix(bus.audible(matrix.sourcesOf(0))), 0, heard, t * FRAME, FRAME);
        }
        // Tone 1 goes on at the gain it had: half the sum, then recovering slowly.
        double before = Tone.rms(heard, 29 * FRAME, FRAME);
        double after = Tone.rms(heard, 30 * FRAME, FRAME);
        assertThat(after / before).isCloseTo(0.5, within(0.03));
        assertThat(Tone.rms(heard, 59 * FRAME, FRAME)).isGreaterThan(after * 1.2);
    }

    @Test
    void glidesFromWhatAListenerHeardToWhatItHears() {
        var bus = new MixBus(RATE_HZ, 4);
        float[] heard = new float[FRAME * 60];
        int[] tones = {600, 1150, 1450};
        long[] rows = {0b0011, 0b0100, 0, 0b0111, 0b0001, 0b0110};
        long before = 0;
        for (int t = 0; t < 60; t++) {
            bus.begin();
            for (int slot = 0; slot < 3; slot++) {
                speak(bus, slot, tones[slot], 0.1, t);
            }
            long row = rows[t / 10];
            System.arraycopy(bus.mix(before, row), 0, heard, t * FRAME, FRAME);
            before = row;
        }
        assertThat(new Splatter(RATE_HZ, 0.1, tones).worstDb(heard, 0, heard.length))
                .isLessThan(-32);
        for (int i = 0; i < rows.length; i++) {
            for (int slot = 0; slot < 3; slot++) {
                double level =
                        Tone.amplitude(
                                heard, (i * 10 + 1) * FRAME, 9 * FRAME, RATE_HZ, tones[slot]);
                assertThat(level).isCloseTo((rows[i] >>> slot & 1) * 0.1, within(0.002));
            }
        }
    }

    @Test
    void remembersWhatWasHeardInTheLastTicks() {
        var bus = new MixBus(RATE_HZ, 3);
        for (int t = 0; t < 10; t++) {
            bus.begin();
            speak(bus, 0, 400, 0.1, t);
            if (t % 2 == 0) {
                speak(bus, 1, 700, 0.1, t);
            }
        }
        bus.begin();

        for (int ago = 1; ago <= MixBus.PAST_TICKS; ago++) {
            int t = 10 - ago;
            float[] wanted = tick(400, 0.1, t);
            assertThat(bus.pastMix(0b001, ago)).isEqualTo(wanted);
            if (t % 2 == 0) {
                Tone.add(wanted, 0, FRAME, (long) t * FRAME, RATE_HZ, 700, 0.1);
            }
            assertThat(Tone.snrDb(wanted, bus.pastMix(0b111, ago), 0, FRAME)).isGreaterThan(80);
            assertThat(bus.pastMix(0b100, ago)).containsOnly(0);
        }
        bus.forget();
        assertThat(bus.pastMix(0b111, 1)).containsOnly(0);
    }

    @Test
    void isAsLoudAtAnotherRate() {
        var bus = new MixBus(RATE_HZ, 3);
        for (int t = 0; t < 20; t++) {
            bus.begin();
            speak(bus, 0, 400, 0.9, t);
            speak(bus, 1, 500, 0.9, t);
            bus.mix(0b11);
        }
        double before = Tone.rms(bus.mix(0b01), 0, FRAME);

        MixBus wide = bus.continuedAt(48_000);
        wide.begin();
        Tone.add(wide.input(0), 0, 960, 0, 48_000, 400, 0.9);
        wide.contributed(0);

        assertThat(before).as("turned down").isLessThan(0.5);
        assertThat(Tone.rms(wide.mix(0b01), 0, 960) / before).isCloseTo(1, within(0.05));
    }

    @Test
    void allocatesNothingPerTick() {
        var bus = new MixBus(48_000, 16);
        var matrix = everybodyHearsEverybody(16);
        float[] tone = Tone.sine(48_000, 440, 0.2, 960);
        Runnable ticks =
                () -> {
                    for (int t = 0; t < 2000; t++) {
                        bus.begin();
                        for (int slot = 0; slot < 16; slot++) {
                            System.arraycopy(tone, 0, bus.input(slot), 0, 960);
                            bus.contributed(slot);
                        }
                        for (int slot = 0; slot < 16; slot++) {
                            bus.mix(bus.audible(matrix.sourcesOf(slot)));
                        }
                    }
                };
        assertThat(Allocation.leastBytesOf(ticks, 0)).isZero();
    }

    /** Far enough apart to be told apart in a second, and off each other's harmonics. */
    private static double toneOf(int party) {
        return 300 + 53 * party;
    }

    private static HearingMatrix everybodyHearsEverybody(int parties) {
        var matrix = new HearingMatrix(parties);
        for (int listener = 0; listener < parties; listener++) {
            for (int source = 0; source < parties; source++) {
                if (listener != source) {
                    matrix.set(listener, source, true);
                }
            }
        }
        return matrix;
    }

    private static void speak(MixBus bus, int slot, double hz, double amplitude, int t) {
        System.arraycopy(tick(hz, amplitude, t), 0, bus.input(slot), 0, FRAME);
        bus.contributed(slot);
    }

    private static float[] tick(double hz, double amplitude, int t) {
        float[] pcm = new float[FRAME];
        Tone.add(pcm, 0, FRAME, (long) t * FRAME, RATE_HZ, hz, amplitude);
        return pcm;
    }
}
