package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BearableTest {
    private static final long SECOND = 1_000_000_000L;

    private final Bearable losses = new Bearable();
    private long nowNanos = -30 * SECOND;

    /** So many seconds of this loss; how many of them have passed when that changed its mind. */
    private int changesAfter(int seconds, double percent) {
        int changed = -1;
        for (int i = 1; i <= seconds; i++) {
            nowNanos += SECOND;
            boolean before = losses.is();
            losses.told(percent, nowNanos);
            if (losses.is() != before) {
                assertThat(changed).as("changes once").isNegative();
                changed = i;
            }
        }
        return changed;
    }

    @Test
    void bearsWhatIsLittleForever() {
        assertThat(changesAfter(3600, 1.9)).isNegative();
        assertThat(losses.is()).isTrue();
    }

    @Test
    void bearsNoMoreFromTheFirstReportOfTooMuch() {
        assertThat(changesAfter(10, 2)).isEqualTo(1);
        assertThat(losses.is()).isFalse();
    }

    @Test
    void believesInABadNetworkAgainAfterTwentyGoodSeconds() {
        changesAfter(10, 5);

        assertThat(changesAfter(60, 1)).isNegative();
        assertThat(changesAfter(15, 0.5)).isNegative();
        assertThat(changesAfter(1, 0.6)).as("begins anew").isNegative();
        assertThat(changesAfter(60, 0.5)).isEqualTo(20);
        assertThat(losses.is()).isTrue();
    }

    /** Between two calls nothing is sent, and nothing is known. */
    @Test
    void takesNoPauseForAProof() {
        changesAfter(10, 5);
        changesAfter(10, 0);
        nowNanos += 60 * SECOND;
        assertThat(changesAfter(60, 0)).isEqualTo(21);

        changesAfter(10, 5);
        changesAfter(30, 0);
        nowNanos += SECOND;
        losses.unknown(nowNanos);
        assertThat(changesAfter(60, 0)).isEqualTo(40);
    }

    @Test
    void forgetsInAnHourHowLongItTookToBelieve() {
        for (int times = 0; times < 5; times++) {
            changesAfter(1, 3);
            changesAfter(400, 0);
        }
        changesAfter(3600, 0);
        changesAfter(1, 3);
        assertThat(changesAfter(60, 0)).isEqualTo(20);
    }

    @Test
    void takesTwiceAsLongEachTimeUpToFiveMinutes() {
        for (int expected : new int[] {20, 40, 80, 160, 320, 320, 320}) {
            assertThat(changesAfter(1, 3)).isEqualTo(1);
            assertThat(changesAfter(400, 0)).isEqualTo(expected);
        }
    }
}
