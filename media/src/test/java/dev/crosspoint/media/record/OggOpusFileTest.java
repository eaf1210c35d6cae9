package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.audio.Tone;
import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import io.github.jaredmdobson.concentus.OpusDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages are taken apart by rules written down again here; packets are decoded by concentus. */
final class OggOpusFileTest {
    private static final int RATE_HZ = 16_000;

    private final Codecs codecs = Codecs.load();

    /** What a page says. */
    private record Page(int flags, long granule, int serial, int number, List<byte[]> packets) {}

    @Test
    void holdsWhatWasSaidWhenAndWhere() throws Exception {
        var agent = new Speaker(codecs, 1, 1, 600).with(Codec.OPUS, 20).says(1000, 2000);
        var customer = new Speaker(codecs, 2, 2, 1100).with(Codec.PCMU, 20).says(2500, 3500);
        var rendered =
                new Recording()
                        .track(1, Channel.RIGHT)
                        .track(2, Channel.LEFT)
                        .hearing(agent, 4000)
                        .hearing(customer, 4000)
                        .stop(4000)
                        .inOrder()
                        .rendered(new Renderer(codecs), AudioFormat.OGG_OPUS);
        float[][] heard = played(pages(rendered.audio()));
        assertThat(heard[0]).hasSize(4 * RATE_HZ);
        assertSpoken(heard[1], 1000, 2000, 600);
        assertSpoken(heard[0], 2500, 3500, 1100);
        assertThat(Tone.levelDb(heard[0], RATE_HZ, 600)).isLessThan(-60);
        assertThat(Tone.levelDb(heard[1], RATE_HZ, 1100)).isLessThan(-60);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 319, 320, 321, 16_000, 80_000, 163_217})
    void isAsLongAsTheRecording(int samples) throws Exception {
        var pages = pages(file(samples));
        assertThat(pages.getFirst().flags()).isEqualTo(2);
        assertThat(pages.getLast().flags()).isEqualTo(4);
        assertThat(played(pages)[0]).hasSize(samples);
        long before = 0;
        for (int i = 0; i < pages.size(); i++) {
            Page page = pages.get(i);
            assertThat(page.number()).isEqualTo(i);
            assertThat(page.serial()).isEqualTo(pages.getFirst().serial());
            assertThat(page.granule()).isGreaterThanOrEqualTo(before);
            before = page.granule();
        }
    }

    @Test
    void beginsWithTheHeadersOfRfc7845() throws Exception {
        var pages = pages(file(1000));
        byte[] head = pages.getFirst().packets().getFirst();
        assertThat(head)
                .containsExactly(
                        'O', 'p', 'u', 's', 'H', 'e', 'a', 'd', 1, 2, 120, 0, 0x80, 0x3E, 0, 0, 0,
                        0, 0);
        byte[] tags = pages.get(1).packets().getFirst();
        assertThat(Arrays.copyOf(tags, 8)).asString().isEqualTo("OpusTags");
        assertThat(tags).hasSize(8 + 4 + "crosspoint".length() + 4);
        assertThat(pages.getFirst().packets()).hasSize(1);
        assertThat(pages.get(1).packets()).hasSize(1);
    }

    private byte[] file(int samples) throws Exception {
        var out = new ByteArrayOutputStream();
        float[] voice = Tone.voice(RATE_HZ, 1600);
        try (var file = new OggOpusFile(RATE_HZ, samples, codecs, out::write)) {
            for (int left = samples; left > 0; left -= 1600) {
                file.write(voice, voice, Math.min(left, 1600));
            }
            file.end();
        }
        return out.toByteArray();
    }

    /** RFC 7845 4: without pre-skip, and no further than the last page says. */
    private static float[][] played(List<Page> pages) throws Exception {
        int preSkip =
                ByteBuffer.wrap(pages.getFirst().packets().getFirst())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort(10);
        var oracle = new OpusDecoder(RATE_HZ, 2);
        int end = (int) (pages.getLast().granule() / 3);
        int from = preSkip / 3;
        float[][] heard = new float[2][end - from];
        short[] pcm = new short[2 * 320];
        int at = 0;
        for (Page page : pages.subList(2, pages.size())) {
            for (byte[] packet : page.packets()) {
                assertThat(oracle.decode(packet, 0, packet.length, pcm, 0, 320, false))
                        .isEqualTo(320);
                for (int i = 0; i < 320; i++, at++) {
                    if (at >= from && at < end) {
                        heard[0][at - from] = pcm[2 * i] / 32768f;
                        heard[1][at - from] = pcm[2 * i + 1] / 32768f;
                    }
                }
            }
            if (page.flags() != 4) {
                assertThat(page.granule()).isEqualTo(at * 3L);
            } else {
                assertThat(at).isGreaterThanOrEqualTo(end);
                assertThat(at - end).isLessThan(320);
            }
        }
        return heard;
    }

    /** RFC 3533 6. */
    private static List<Page> pages(byte[] file) {
        var pages = new ArrayList<Page>();
        var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int start = in.position();
            byte[] capture = new byte[4];
            in.get(capture);
            assertThat(capture).asString().isEqualTo("OggS");
            assertThat(in.get()).isZero();
            int flags = in.get();
            long granule = in.getLong();
            int serial = in.getInt();
            int number = in.getInt();
            int crc = in.getInt();
            byte[] lacing = new byte[in.get() & 0xFF];
            in.get(lacing);
            var packets = new ArrayList<byte[]>();
            var packet = new ByteArrayOutputStream();
            for (byte segment : lacing) {
                byte[] part = new byte[segment & 0xFF];
                in.get(part);
                packet.writeBytes(part);
                if (part.length < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            assertThat(packet.size()).isZero();
            byte[] whole = Arrays.copyOfRange(file, start, in.position());
            Arrays.fill(whole, 22, 26, (byte) 0);
            assertThat(crc).isEqualTo(crc(whole));
            pages.add(new Page(flags, granule, serial, number, packets));
        }
        return pages;
    }

    /** Bit by bit. */
    private static int crc(byte[] bytes) {
        int crc = 0;
        for (byte one : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean carry = crc < 0 ^ (one >> bit & 1) != 0;
                crc <<= 1;
                crc ^= carry ? 0x04c11db7 : 0;
            }
        }
        return crc;
    }

    private static void assertSpoken(float[] pcm, long fromMs, long toMs, int hz) {
        assertThat(Rendered.soundFrom(pcm, RATE_HZ, 0)).isCloseTo(fromMs, within(20L));
        assertThat(Rendered.soundUntil(pcm, RATE_HZ, 4000)).isCloseTo(toMs, within(20L));
        int middle = (int) (fromMs + 200) * RATE_HZ / 1000;
        assertThat(Tone.dominantHz(pcm, middle, RATE_HZ / 2, RATE_HZ)).isCloseTo(hz, within(3.0));
    }
}
