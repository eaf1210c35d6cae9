package dev.crosspoint.media.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.media.audio.Allocation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DigitSenderTest {
    private static final int START = 5000;

    /** A packet as it left: the tick it left in, and what it said. */
    private record Sent(
            int tick, int timestamp, boolean marker, int event, boolean ended, int duration) {}

    @Test
    void oneDigitIsFiveTicksOfToneAndThreeIdenticalEnds() {
        var sender = new DigitSender(8000);
        assertThat(sender.queue('#')).isTrue();
        assertThat(run(sender, 8000, 20))
                .containsExactly(
                        new Sent(0, START, true, 11, false, 160),
                        new Sent(1, START, false, 11, false, 320),
                        new Sent(2, START, false, 11, false, 480),
                        new Sent(3, START, false, 11, false, 640),
                        new Sent(4, START, false, 11, true, 800),
                        new Sent(5, START, false, 11, true, 800),
                        new Sent(6, START, false, 11, true, 800));
        assertThat(sender.active()).isFalse();
    }

    @Test
    void countsInTheClockOfTheAudio() {
        var sender = new DigitSender(48_000);
        sender.queue('1');
        assertThat(run(sender, 48_000, 20)).extracting(Sent::duration).contains(960, 4800);
    }

    @Test
    void leavesAHundredMillisecondsBetweenDigits() {
        var sender = new DigitSender(8000);
        sender.queue('1');
        sender.queue('1');
        var starts = run(sender, 8000, 40).stream().filter(Sent::marker).toList();
        assertThat(starts).extracting(Sent::tick).containsExactly(0, 10);
        assertThat(starts).extracting(Sent::timestamp).containsExactly(START, START + 1600);
    }

    @Test
    void isActiveUntilTheGapIsOver() {
        var sender = new DigitSender(8000);
        assertThat(sender.active()).isFalse();
        assertThat(sender.next()).isFalse();
        sender.queue('1');
        int ticks = 0;
        while (sender.active()) {
            sender.next();
            ticks++;
        }
        assertThat(ticks).isEqualTo(11);
    }

    @Test
    void refusesWhatIsNoDigitAndMoreThanItsQueueHolds() {
        var sender = new DigitSender(8000);
        assertThat(sender.queue('E')).isFalse();
        assertThat(sender.queue('a')).isFalse();
        assertThat(sender.queue('\uff11')).isFalse();
        for (int i = 0; i < 64; i++) {
            assertThat(sender.queue('5')).isTrue();
        }
        assertThat(sender.queue('5')).isFalse();
        sender.next();
        assertThat(sender.queue('5')).isTrue();
    }

    @Test
    void splitsALongToneAtTheLongestDuration() {
        var sender = new DigitSender(48_000);
        sender.queue('0', 3000);
        var sent = run(sender, 48_000, 200);
        assertThat(sent)
                .extracting(Sent::timestamp)
                .containsOnly(START, START + 65_535, START + 131_070);
        assertThat(sent).filteredOn(Sent::marker).hasSize(1);
        assertThat(sent).filteredOn(Sent::ended).hasSize(3);
        assertThat(sent)
                .filteredOn(s -> s.duration() == 65_535)
                .extracting(Sent::timestamp)
                .containsExactly(START, START + 65_535);
        var end = sent.getLast();
        assertThat(end.timestamp() - START + end.duration()).isEqualTo(3 * 48_000);
    }

    @Test
    void holdsLengthsWithinReason() {
        for (int toneMs : new int[] {-1, 0, 1, 20}) {
            var sender = new DigitSender(8000);
            sender.queue('0', toneMs);
            assertThat(run(sender, 8000, 20)).hasSize(3);
        }
        var sender = new DigitSender(8000);
        sender.queue('0', Integer.MAX_VALUE);
        assertThat(run(sender, 8000, 2000)).hasSize(502);
    }

    @Test
    void allocatesNothingPerPacket() {
        var sender = new DigitSender(8000);
        byte[] out = new byte[4];
        Runnable tenThousand =
                () -> {
                    for (int i = 0; i < 10_000; i++) {
                        sender.queue('5');
                        if (sender.next()) {
                            sender.write(out, 0);
                        }
                    }
                };
        assertThat(Allocation.leastBytesOf(tenThousand, 1000)).isLessThanOrEqualTo(1000);
    }

    private static List<Sent> run(DigitSender sender, int clockHz, int ticks) {
        var sent = new ArrayList<Sent>();
        byte[] payload = new byte[4];
        for (int tick = 0; tick < ticks; tick++) {
            if (sender.next()) {
                assertThat(sender.write(payload, 0)).isEqualTo(4);
                int now = START + tick * clockHz / 50;
                sent.add(
                        new Sent(
                                tick,
                                now + sender.timestampOffset(),
                                sender.marker(),
                                TelephoneEvent.event(payload, 0),
                                TelephoneEvent.ended(payload, 0),
                                TelephoneEvent.duration(payload, 0)));
            }
        }
        return sent;
    }
}
