package dev.crosspoint.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.jitter.JitterBuffer.Put;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class JitterBufferTest {
    private final JitterBuffer buffer = new JitterBuffer();

    @Test
    void givesPacketsInOrder() {
        buffer.restart(1000);
        for (int sequence : new int[] {1000, 1003, 1001, 999}) {
            assertThat(put(sequence)).isEqualTo(Put.STORED);
        }
        assertThat(buffer.oldest()).isEqualTo(999);
        buffer.skipTo(1000);
        assertThat(buffer.oldest()).isEqualTo(1000);
        buffer.skipTo(1001);
        assertThat(buffer.oldest()).isEqualTo(1001);
        buffer.skipTo(1002);
        assertThat(buffer.oldest()).isEqualTo(1003);
        assertThat(buffer.next()).isEqualTo(1002);
        buffer.skipTo(1004);
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.after(900)).isEqualTo(-1);
    }

    @Test
    void tellsLateOnesFromDuplicates() {
        buffer.restart(1000);
        put(1000);
        put(1002);
        buffer.skipTo(1003);
        assertThat(put(1001)).isEqualTo(Put.LATE);
        assertThat(put(1002)).isEqualTo(Put.DUPLICATE);
        put(1003);
        assertThat(put(1003)).isEqualTo(Put.DUPLICATE);
    }

    @Test
    void refusesPayloadsThatAreNoAudio() {
        buffer.restart(1);
        assertThat(buffer.put(1, 0, packet(1, JitterBuffer.MAX_PAYLOAD + 1)))
                .isEqualTo(Put.OVERSIZE);
        assertThat(buffer.put(1, 0, packet(1, JitterBuffer.MAX_PAYLOAD))).isEqualTo(Put.STORED);
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void letsTheNewestPushOutTheOldest() {
        buffer.restart(1000);
        for (int i = 0; i < 200; i++) {
            put(1000 + i);
        }
        assertThat(buffer.oldest()).isEqualTo(1200 - JitterBuffer.SLOTS);
        put(5000);
        assertThat(buffer.oldest()).isEqualTo(5000);
        assertThat(put(5000 - JitterBuffer.SLOTS)).isEqualTo(Put.LATE);
    }

    @Test
    void agreesWithASortedMapThroughAnyTraffic() {
        var random = new Random(2);
        var model = new TreeMap<Long, Byte>();
        long base = 100_000;
        long next = base - 8;
        buffer.restart(base);
        for (int i = 0; i < 100_000; i++) {
            if (random.nextInt(3) > 0) {
                long sequence = base + random.nextInt(40) - 20;
                boolean fits = sequence >= next;
                Put put = put((int) sequence);
                assertThat(put == Put.STORED || put == Put.DUPLICATE || !fits).isTrue();
                if (put == Put.STORED) {
                    assertThat(fits).isTrue();
                    assertThat(model.put(sequence, (byte) sequence)).isNull();
                    next = Math.max(next, sequence - JitterBuffer.SLOTS + 1);
                    model.headMap(next).clear();
                }
            } else if (!model.isEmpty()) {
                long first = model.firstKey();
                assertThat(buffer.oldest()).isEqualTo(first);
                assertThat(buffer.payloads()[buffer.offset(first)]).isEqualTo((byte) first);
                assertThat(buffer.ticks(first)).isEqualTo(first * 160);
                assertThat(buffer.timestamp(first)).isEqualTo((int) first);
                next = random.nextBoolean() ? first + 1 : first;
                buffer.skipTo(next);
                model.headMap(next).clear();
            }
            assertThat(buffer.isEmpty()).isEqualTo(model.isEmpty());
            base += random.nextInt(2);
        }
    }

    private Put put(int sequence) {
        return buffer.put(sequence, sequence * 160L, packet(sequence, 20));
    }

    private static RtpPacket packet(int sequence, int payloadLength) {
        byte[] bytes = new byte[12 + payloadLength];
        RtpPacket.writeHeader(bytes, 0, false, 0, sequence, sequence, 1);
        bytes[12] = (byte) sequence;
        var packet = new RtpPacket();
        packet.wrap(bytes, 0, bytes.length);
        return packet;
    }
}
