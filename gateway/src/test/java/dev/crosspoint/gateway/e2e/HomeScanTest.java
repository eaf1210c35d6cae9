package dev.crosspoint.gateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.gateway.peer.Ear;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.audio.WavBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan finds what it looks for, wherever in a file it is. */
class HomeScanTest {
    private static final float[] TONE = Tone.sine(8000, 1000, 0.3, 1600);
    private static final float[] SILENCE = new float[1600];

    private final HomeScan scan = new HomeScan(440, 1000);

    @TempDir private Path folder;
    private byte[] noise = new byte[0];

    @BeforeEach
    void makeNoise() {
        noise = new byte[100_001];
        new Random(1).nextBytes(noise);
    }

    @Test
    void findsNothingInNoise() throws Exception {
        write(noise);
        assertThat(scan.findings(folder)).isEmpty();
    }

    @Test
    void findsASingleTelephonePacket() throws Exception {
        var pcm = new float[160];
        Tone.add(pcm, 0, 160, 160 * 7, 8000, 1000, Ear.SPOKEN_AMPLITUDE);
        write(noise, Tone.muLaw(pcm), noise);
        assertThat(scan.findings(folder)).singleElement().asString().startsWith("payload");
    }

    @Test
    void findsATelephonesPayload() throws Exception {
        write(noise, Tone.muLaw(TONE), noise);
        assertThat(scan.findings(folder)).containsExactly("PCMU in file");
    }

    @Test
    void findsSamplesOfEitherChannel() throws Exception {
        byte[] wav = WavBytes.stereo(WavBytes.Format.PCM_16, 8000, SILENCE, TONE);
        write(noise, wav);
        assertThat(scan.findings(folder)).contains("WAVEfmt  in file", "stereo PCM in file");
    }

    @Test
    void findsAKeyHoweverItIsWritten() throws Exception {
        byte[] key = new byte[32];
        new Random(2).nextBytes(key);
        scan.key(key);
        write(noise, key);
        assertThat(scan.findings(folder)).hasSize(1);
        assertThat(scan.words("log", "key=" + Base64.getEncoder().encodeToString(key))).hasSize(1);
    }

    private void write(byte[]... parts) throws Exception {
        try (var out = Files.newOutputStream(folder.resolve("file"))) {
            for (var part : parts) {
                out.write(part);
            }
        }
    }
}
