package dev.crosspoint.media.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.record.RunSorter.Place;
import org.junit.jupiter.api.Test;

final class RunSorterTest {
    private static final int PACKET = 160;

    private final RunSorter sorter = new RunSorter();

    @Test
    void countsOnAcrossWraps() {
        Place first = place(20, Codec.PCMU, 65_534, -PACKET);
        for (int n = 1; n < 5; n++) {
            Place next = place(20 + 20 * n, Codec.PCMU, 65_534 + n, -PACKET + n * PACKET);
            assertThat(next.run()).isEqualTo(first.run());
            assertThat(next.sequence()).isEqualTo(first.sequence() + n);
            assertThat(next.ticks()).isEqualTo((long) n * PACKET);
        }
    }

    @Test
    void putsLateOnesWhereTheyBelong() {
        Place first = place(20, Codec.PCMU, 1000, 5000);
        place(40, Codec.PCMU, 1003, 5000 + 3 * PACKET);
        Place late = place(90, Codec.PCMU, 1001, 5000 + PACKET);
        assertThat(late.run()).isEqualTo(first.run());
        assertThat(late.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(late.ticks()).isEqualTo(PACKET);
        Place before = place(95, Codec.PCMU, 999, 5000 - PACKET);
        assertThat(before.ticks()).isEqualTo(-PACKET);
        assertThat(before.sequence()).isEqualTo(first.sequence() - 1);
    }

    @Test
    void startsAnewWithAnotherSource() {
        Place first = place(20, Codec.PCMU, 1000, 5000);
        Place second = place(40, Codec.PCMU, 31_000, 77_000_000);
        assertThat(second.run()).isEqualTo(first.run() + 1);
        assertThat(second.joins()).isFalse();
        assertThat(second.ticks()).isZero();
        assertThat(second.sequence()).isGreaterThan(first.sequence());
        // one of the old source was overtaken
        Place stray = place(45, Codec.PCMU, 1001, 5000 + PACKET);
        assertThat(stray.run()).isEqualTo(first.run());
        assertThat(place(60, Codec.PCMU, 31_001, 77_000_000 + PACKET).run())
                .isEqualTo(second.run());
    }

    @Test
    void joinsACodecToTheOneBeforeIt() {
        Place first = place(20, Codec.PCMU, 1000, 5000);
        Place second = place(60, Codec.OPUS, 1002, 5960);
        assertThat(second.run()).isEqualTo(first.run() + 1);
        assertThat(second.joins()).isTrue();
        assertThat(second.sequence()).isEqualTo(first.sequence() + 2);
    }

    @Test
    void startsAnewWhereTheSendersClockLeaps() {
        Place first = place(20, Codec.PCMU, 1000, 5000);
        // ten seconds of our time, 20 ms of the sender's
        Place second = place(10_020, Codec.PCMU, 1001, 5000 + PACKET);
        assertThat(second.run()).isEqualTo(first.run() + 1);
        assertThat(second.joins()).isTrue();
        // 20 ms of our time, ten seconds of the sender's
        Place third = place(10_040, Codec.PCMU, 1002, 5000 + PACKET + 80_000);
        assertThat(third.run()).isEqualTo(second.run() + 1);
    }

    @Test
    void followsALongPause() {
        Place first = place(20, Codec.OPUS, 1000, 5000);
        Place later = place(3_600_020, Codec.OPUS, 1001, 5000 + 3600 * 48_000);
        assertThat(later.run()).isEqualTo(first.run());
        assertThat(later.ticks()).isEqualTo(3600L * 48_000);
    }

    private Place place(long ms, Codec codec, int sequence, int timestamp) {
        var payload = Payload.of(new byte[PACKET], 0, PACKET);
        return sorter.place(
                new TrackRecord.Audio(ms * 1000, 1, codec, sequence & 0xFFFF, timestamp, payload),
                codec.rtpClockHz() / 50);
    }
}
