package dev.crosspoint.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import dev.crosspoint.media.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DigitReceiverTest {
    private static final int SSRC = 0xcafe;

    private final DigitReceiver receiver = new DigitReceiver();
    private final RtpPacket packet = new RtpPacket();

    @Test
    void hearsEveryKeyOnce() {
        var heard = new StringBuilder();
        String keys = "0123456789*#ABCD";
        for (int event = 0; event < keys.length(); event++) {
            for (byte[] sent : press(event, 1000 * event)) {
                hear(sent, heard);
            }
        }
        assertThat(heard).hasToString(keys);
    }

    @Test
    void survivesALostStart() {
        var sent = press(5, 100);
        assertThat(hearAll(sent.subList(3, sent.size()))).isEqualTo("5");
    }

    @Test
    void survivesLostEnds() {
        var sent = new ArrayList<byte[]>();
        sent.addAll(press(5, 100).subList(0, 2));
        sent.addAll(press(5, 5000).subList(0, 2));
        assertThat(hearAll(sent)).isEqualTo("55");
    }

    @Test
    void hearsADigitOfWhichOnlyOneEndArrives() {
        assertThat(hearAll(press(9, 100).subList(6, 7))).isEqualTo("9");
    }

    @Test
    void doesNotRepeatForStragglersOfEarlierDigits() {
        var first = press(1, 100);
        var second = press(2, 2000);
        var sent = new ArrayList<byte[]>();
        sent.addAll(first.subList(0, 4));
        sent.addAll(second.subList(0, 2));
        sent.addAll(first.subList(4, 7));
        sent.addAll(second.subList(2, 7));
        assertThat(hearAll(sent)).isEqualTo("12");
    }

    @Test
    void tellsSourcesApart() {
        var sent = press(1, 100);
        var heard = new StringBuilder();
        hear(sent.getFirst(), heard);
        byte[] other = sent.getFirst().clone();
        assertThat(packet.wrap(other, 0, other.length)).isTrue();
        packet.ssrc(1);
        hear(other, heard);
        assertThat(heard).hasToString("11");
    }

    @Test
    void ignoresEventsThatAreNoKeysAndShortPayloads() {
        assertThat(hearAll(press(16, 100))).isEmpty();
        assertThat(hearAll(press(255, 100))).isEmpty();
        byte[] three = new byte[15];
        RtpPacket.writeHeader(three, 0, true, 101, 1, 1, SSRC);
        assertThat(hearAll(List.of(three))).isEmpty();
    }

    @Test
    void hearsALongPressOnceThoughItIsSplit() {
        var sender = new DigitSender(48_000);
        sender.queue('7', 4000);
        sender.queue('7', 4000);
        assertThat(hearAll(packets(sender, 48_000, 500))).isEqualTo("77");
    }

    @Test
    void doesNotTakeASecondPressForTheRestOfALongOne() {
        var sent = new ArrayList<byte[]>();
        sent.addAll(press(7, 100));
        sent.addAll(press(7, 100 + 65_535).subList(1, 7));
        assertThat(hearAll(sent)).isEqualTo("77");
    }

    @Test
    void hearsAllThatWasDialledThroughABadNetwork() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var dialled = new StringBuilder();
            var sender = new DigitSender(8000);
            for (int i = 0; i < 30; i++) {
                char digit = "0123456789*#ABCD".charAt(random.nextInt(16));
                dialled.append(digit);
                sender.queue(digit);
            }
            var arrived = impair(packets(sender, 8000, 400), random);
            assertThat(hearAll(arrived)).as("seed %d", seed).isEqualTo(dialled.toString());
        }
    }

    @Test
    void allocatesNothingPerPacket() {
        var sent = press(3, 100);
        Runnable tenThousand =
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        byte[] bytes = sent.get(i % 7);
                        packet.wrap(bytes, 0, bytes.length);
                        receiver.onPacket(packet);
                    }
                };
        assertThat(Allocation.leastBytesOf(tenThousand, 1000)).isLessThanOrEqualTo(1000);
    }

    /** Loses up to three in a row, doubles some, and lets some be overtaken by the next. */
    private static List<byte[]> impair(List<byte[]> sent, Random random) {
        var arrived = new ArrayList<byte[]>();
        int lostInARow = 0;
        for (byte[] bytes : sent) {
            if (lostInARow < 3 && random.nextInt(4) == 0) {
                lostInARow++;
                continue;
            }
            lostInARow = 0;
            // A digit's own packets change places; two digits are 100 ms apart and do not.
            boolean overtakes =
                    arrived.size() > 1 && (bytes[1] & 0x80) == 0 && random.nextInt(5) == 0;
            arrived.add(
                    overtakes && sameEvent(bytes, arrived.getLast())
                            ? arrived.size() - 1
                            : arrived.size(),
                    bytes);
            if (random.nextInt(5) == 0) {
                arrived.add(bytes);
            }
        }
        return arrived;
    }

    private static boolean sameEvent(byte[] one, byte[] other) {
        var first = new RtpPacket();
        var second = new RtpPacket();
        return first.wrap(one, 0, one.length)
                && second.wrap(other, 0, other.length)
                && first.timestamp() == second.timestamp();
    }

    /** Seven packets at 8000 Hz: four of a growing tone, then three ends. */
    private static List<byte[]> press(int event, int timestamp) {
        var sent = new ArrayList<byte[]>();
        for (int i = 0; i < 7; i++) {
            byte[] bytes = new byte[16];
            RtpPacket.writeHeader(bytes, 0, i == 0, 101, i, timestamp, SSRC);
            TelephoneEvent.write(bytes, 12, event, i >= 4, 10, 160 * Math.min(i + 1, 5));
            sent.add(bytes);
        }
        return sent;
    }

    private static List<byte[]> packets(DigitSender sender, int clockHz, int ticks) {
        var sent = new ArrayList<byte[]>();
        for (int tick = 0; tick < ticks; tick++) {
            if (sender.next()) {
                byte[] bytes = new byte[16];
                int timestamp = tick * clockHz / 50 + sender.timestampOffset();
                RtpPacket.writeHeader(bytes, 0, sender.marker(), 101, sent.size(), timestamp, SSRC);
                sender.write(bytes, 12);
                sent.add(bytes);
            }
        }
        return sent;
    }

    private String hearAll(List<byte[]> arrived) {
        var heard = new StringBuilder();
        arrived.forEach(bytes -> hear(bytes, heard));
        return heard.toString();
    }

    private void hear(byte[] bytes, StringBuilder heard) {
        assertThat(packet.wrap(bytes, 0, bytes.length)).isTrue();
        int digit = receiver.onPacket(packet);
        if (digit != DigitReceiver.NO_DIGIT) {
            heard.append((char) digit);
        }
    }
}
