package dev.crosspoint.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.audio.Tone;
import org.junit.jupiter.api.Test;

/** Against the value tables of ITU-T G.711 (11/88). */
final class G711Test {
    /** Table 2a, column 7: the quantised values at each segment's ends, loudest first. */
    private static final int[][] MU_SEGMENTS = {
        {8031, 4191},
        {3999, 2079},
        {1983, 1023},
        {975, 495},
        {471, 231},
        {219, 99},
        {93, 33},
        {30, 0}
    };

    /** Table 1a, column 7, loudest first; the last two segments share one step size. */
    private static final int[][] A_SEGMENTS = {
        {4032, 2112},
        {2016, 1056},
        {1008, 528},
        {504, 264},
        {252, 132},
        {126, 66},
        {63, 33},
        {31, 1}
    };

    @Test
    void expandsMuLawByTheTable() {
        for (int segment = 0; segment < 8; segment++) {
            int loud = segment << 4;
            assertThat(units(G711.MU_LAW, loud, 8192)).isEqualTo(-MU_SEGMENTS[segment][0]);
            assertThat(units(G711.MU_LAW, loud | 0x80, 8192)).isEqualTo(MU_SEGMENTS[segment][0]);
            assertThat(units(G711.MU_LAW, loud | 0x8F, 8192)).isEqualTo(MU_SEGMENTS[segment][1]);
        }
    }

    @Test
    void expandsALawByTheTable() {
        for (int segment = 0; segment < 8; segment++) {
            int loud = 0x7F - (segment << 4);
            int quiet = loud & 0x70;
            assertThat(units(G711.A_LAW, (loud | 0x80) ^ 0x55, 4096))
                    .isEqualTo(A_SEGMENTS[segment][0]);
            assertThat(units(G711.A_LAW, loud ^ 0x55, 4096)).isEqualTo(-A_SEGMENTS[segment][0]);
            assertThat(units(G711.A_LAW, (quiet | 0x80) ^ 0x55, 4096))
                    .isEqualTo(A_SEGMENTS[segment][1]);
        }
    }

    @Test
    void decidesAtTheDecisionValuesOfTheTables() {
        // Table 2a, columns 3 to 7: x128 is 8159 (virtual), x127 7903, x113 4319, x112 4063 ...
        assertThat(code(G711.MU_LAW, 7903, 8192)).isEqualTo(0x80);
        assertThat(code(G711.MU_LAW, 7902.9, 8192)).isEqualTo(0x81);
        assertThat(code(G711.MU_LAW, 4063, 8192)).isEqualTo(0x8F);
        assertThat(code(G711.MU_LAW, 4062.9, 8192)).isEqualTo(0x90);
        assertThat(code(G711.MU_LAW, 31, 8192)).isEqualTo(0xEF);
        assertThat(code(G711.MU_LAW, 30.9, 8192)).isEqualTo(0xF0);
        assertThat(code(G711.MU_LAW, 1, 8192)).isEqualTo(0xFE);
        assertThat(code(G711.MU_LAW, 0.9, 8192)).isEqualTo(0xFF);
        // Table 1a: x127 3968, x113 2176, x112 2048, x64 128, x32 64, x1 2.
        assertThat(code(G711.A_LAW, 3968, 4096)).isEqualTo(0xFF ^ 0x55);
        assertThat(code(G711.A_LAW, 3967.9, 4096)).isEqualTo(0xFE ^ 0x55);
        assertThat(code(G711.A_LAW, 2048, 4096)).isEqualTo(0xF0 ^ 0x55);
        assertThat(code(G711.A_LAW, 2047.9, 4096)).isEqualTo(0xEF ^ 0x55);
        assertThat(code(G711.A_LAW, 64, 4096)).isEqualTo(0xA0 ^ 0x55);
        assertThat(code(G711.A_LAW, 63.9, 4096)).isEqualTo(0x9F ^ 0x55);
        assertThat(code(G711.A_LAW, 2, 4096)).isEqualTo(0x81 ^ 0x55);
        assertThat(code(G711.A_LAW, -2, 4096)).isEqualTo(0x01 ^ 0x55);
    }

    @Test
    void keepsEveryCodeThroughARoundTrip() {
        for (int code = 0; code < 256; code++) {
            // 0x7F is mu-law's negative zero; it comes back as the positive one.
            if (code != 0x7F) {
                float sample = G711.MU_LAW.decode((byte) code);
                assertThat(G711.MU_LAW.encode(sample)).isEqualTo((byte) code);
            }
            assertThat(G711.A_LAW.encode(G711.A_LAW.decode((byte) code))).isEqualTo((byte) code);
        }
    }

    @Test
    void idlesAndSaturatesAsTheLineExpects() {
        assertThat(G711.MU_LAW.encode(0)).isEqualTo((byte) 0xFF);
        assertThat(G711.A_LAW.encode(0)).isEqualTo((byte) 0xD5);
        assertThat(G711.MU_LAW.encode(7)).isEqualTo((byte) 0x80);
        assertThat(G711.MU_LAW.encode(-7)).isEqualTo((byte) 0x00);
        assertThat(G711.A_LAW.encode(7)).isEqualTo((byte) 0xAA);
        assertThat(G711.A_LAW.encode(-7)).isEqualTo((byte) 0x2A);
        assertThat(G711.MU_LAW.encode(Float.NaN)).isEqualTo((byte) 0xFF);
        assertThat(G711.A_LAW.encode(Float.NEGATIVE_INFINITY)).isEqualTo((byte) 0x2A);
    }

    @Test
    void reachesTheDistortionOfTheRecommendation() {
        // G.712 asks 33 dB of a 1 kHz sine from 0 to -30 dBm0; full scale is 3.17 dBm0.
        for (double amplitude : new double[] {0.7, 0.3, 0.1, 0.03}) {
            float[] tone = Tone.sine(8000, 1020, amplitude, 8000);
            for (G711 law : new G711[] {G711.MU_LAW, G711.A_LAW}) {
                float[] back = new float[tone.length];
                for (int i = 0; i < tone.length; i++) {
                    back[i] = law.decode(law.encode(tone[i]));
                }
                assertThat(Tone.sinadDb(back, 0, 8000, 8000, 1020)).isGreaterThan(33);
            }
        }
    }

    @Test
    void agreesWithTheFixtureThatOtherRoomsUse() {
        for (int i = -9000; i <= 9000; i++) {
            float sample = i / 8192f;
            assertThat(G711.MU_LAW.encode(sample)).isEqualTo(Tone.muLaw(sample));
        }
    }

    @Test
    void refusesRatesThatG711DoesNotHave() {
        assertThatThrownBy(() -> new G711Decoder(G711.A_LAW, 16_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new G711Encoder(G711.A_LAW, 48_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int units(G711 law, int code, int scale) {
        return Math.round(law.decode((byte) code) * scale);
    }

    private static int code(G711 law, double units, int scale) {
        return law.encode((float) (units / scale)) & 0xFF;
    }
}
