package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crosspoint.media.api.Channel;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.codec.Codec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrackFormatTest {
    private static final long MAX_MICROS = (1L << 48) - 1;

    @Test
    void hasTheBytesThatItsPageShows() {
        byte[] payload = {9, 8, 7};
        var audio =
                new TrackRecord.Audio(
                        0x0102_0304_0506L, 200, Codec.PCMA, 0xFEDC, 0x89ABCDEF, payload(payload));
        assertThat(TrackFormat.bytes(audio))
                .containsExactly(
                        0, 18, 1, 1, 2, 3, 4, 5, 6, 200, 3, 0xFE, 0xDC, 0x89, 0xAB, 0xCD, 0xEF, 9,
                        8, 7);
        assertThat(TrackFormat.bytes(new TrackRecord.Unspoken(1, 200, 0xFEDC)))
                .containsExactly(0, 10, 8, 0, 0, 0, 0, 0, 1, 200, 0xFE, 0xDC);
        assertThat(TrackFormat.bytes(new TrackRecord.Stop(1)))
                .containsExactly(0, 7, 7, 0, 0, 0, 0, 0, 1);
        assertThat(
                        TrackFormat.bytes(
                                new TrackRecord.Track(2, 3, Channel.RIGHT, new LegId("ab"), "c")))
                .containsExactly(0, 13, 2, 0, 0, 0, 0, 0, 2, 3, 1, 2, 'a', 'b', 'c');
    }

    @Test
    void readsWhatItWrites() throws Exception {
        var dice = new Random(5);
        var out = new ByteArrayOutputStream();
        var written = new ArrayList<TrackRecord>();
        for (int i = 0; i < 20_000; i++) {
            TrackRecord record = any(dice);
            written.add(record);
            out.writeBytes(TrackFormat.bytes(record));
        }
        byte[] bytes = out.toByteArray();
        List<TrackRecord> read = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = TrackFormat.lengthAt(bytes, at, bytes.length);
            read.add(TrackFormat.read(bytes, at, length));
            at += length;
        }
        assertThat(read).isEqualTo(written);
    }

    @Test
    void refusesWhatIsCutOff() {
        byte[] bytes = TrackFormat.bytes(new TrackRecord.Gap(7, 3));
        for (int limit = 0; limit < bytes.length; limit++) {
            int end = limit;
            assertThatThrownBy(() -> TrackFormat.lengthAt(bytes, 0, end))
                    .isInstanceOf(TrackFormat.BadRecord.class);
        }
    }

    @Test
    void refusesKindsCodecsAndFlagsThatAreNone() {
        byte[] kind = TrackFormat.bytes(new TrackRecord.Stop(1));
        kind[2] = 9;
        byte[] flag = TrackFormat.bytes(new TrackRecord.Paused(1, true));
        flag[9] = 2;
        byte[] codec =
                TrackFormat.bytes(
                        new TrackRecord.Audio(1, 1, Codec.OPUS, 1, 1, payload(new byte[1])));
        codec[10] = 0;
        for (byte[] bad : List.of(kind, flag, codec)) {
            assertThatThrownBy(() -> TrackFormat.read(bad, 0, bad.length))
                    .isInstanceOf(TrackFormat.BadRecord.class);
        }
    }

    @Test
    void refusesToWriteWhatIsTooLong() {
        var record = new TrackRecord.Start(0, "x".repeat(0x10000));
        assertThatThrownBy(() -> TrackFormat.bytes(record))
                .isInstanceOf(IllegalArgumentException.class);
        var longest = new TrackRecord.Start(0, "x".repeat(TrackFormat.MAX_RECORD - 9));
        assertThat(TrackFormat.bytes(longest)).hasSize(TrackFormat.MAX_RECORD);
        var leg = new LegId("\u00E4".repeat(128));
        assertThatThrownBy(() ->
                        TrackFormat.bytes(new TrackRecord.Track(0, 1, Channel.LEFT, leg, "who")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What came from it would not be what is written again. */
    @Test
    void refusesTextThatIsNoUtf8() {
        byte[] bytes =
                TrackFormat.bytes(
                        new TrackRecord.Track(0, 1, Channel.LEFT, new LegId("leg"), "who"));
        bytes[bytes.length - 1] = (byte) 0xC3;

        assertThatThrownBy(() -> TrackFormat.read(bytes, 0, bytes.length))
                .isInstanceOf(TrackFormat.BadRecord.class);
    }

    @Test
    void showsNothingOfAPayload() {
        var audio = new TrackRecord.Audio(1, 1, Codec.OPUS, 1, 1, payload(new byte[] {77, 78, 79}));
        assertThat(audio.toString()).contains("Payload[3]").doesNotContain("77");
    }

    static TrackRecord any(Random dice) {
        long micros = dice.nextLong() & MAX_MICROS;
        int track = dice.nextInt(256);
        return switch (dice.nextInt(9)) {
            case 0 -> new TrackRecord.Start(micros, "what \u00e4nd where " + dice.nextInt());
            case 1 ->
                    new TrackRecord.Track(
                            micros,
                            track,
                            dice.nextBoolean() ? Channel.LEFT : Channel.RIGHT,
                            new LegId("leg " + dice.nextInt()),
                            "who " + dice.nextInt());
            case 2 -> new TrackRecord.Taken(micros, track, dice.nextBoolean());
            case 3 -> new TrackRecord.Paused(micros, dice.nextBoolean());
            case 4 -> new TrackRecord.Gap(micros, dice.nextInt());
            case 5 -> new TrackRecord.Quality(micros, track, dice.nextInt(65_536), dice.nextInt());
            case 6 -> new TrackRecord.Stop(micros);
            case 7 -> new TrackRecord.Unspoken(micros, track, dice.nextInt(65_536));
            default -> {
                byte[] payload = new byte[dice.nextInt(1400)];
                dice.nextBytes(payload);
                Codec[] codecs = Codec.values();
                yield new TrackRecord.Audio(
                        micros,
                        track,
                        codecs[dice.nextInt(codecs.length)],
                        dice.nextInt(65_536),
                        dice.nextInt(),
                        payload(payload));
            }
        };
    }

    private static Payload payload(byte[] bytes) {
        return Payload.of(bytes, 0, bytes.length);
    }
}
