package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameAllowanceTest {
    // Near the end of the clock, which wraps.
    private static final long START = Long.MAX_VALUE - 1_000;

    private final FrameAllowance allowance = new FrameAllowance(START);

    @Test
    void givesABurstAndThenSoManyASecond() {
        assertThat(takenAt(START)).isEqualTo(FrameAllowance.BURST);
        long later = START + TimeUnit.SECONDS.toNanos(1);
        assertThat(takenAt(later)).isEqualTo(FrameAllowance.PER_SECOND);
        long muchLater = START + TimeUnit.HOURS.toNanos(1);
        assertThat(takenAt(muchLater)).isEqualTo(FrameAllowance.BURST);
    }

    private int takenAt(long nowNanos) {
        int taken = 0;
        while (taken < 1_000 && allowance.take(nowNanos)) {
            taken++;
        }
        return taken;
    }
}
