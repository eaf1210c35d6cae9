package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How long a leg may be silent: for ever while it waits between two calls, and not in one. */
class SilenceWatchTest {
    private static final long PATIENCE = 30;

    private final SilenceWatch watch =
            new SilenceWatch(new LegTimes(10, PATIENCE, 200), new LegTimer.Deadlines(), 0);

    @Test
    void missesAudioInACall() {
        watch.expect(0);

        assertThat(isOver(29)).isFalse();
        assertThat(isOver(30)).isTrue();
    }

    @Test
    void missesNothingWhileALegWaits() {
        watch.expect(0);
        watch.stop();

        assertThat(isOver(1_000_000)).isFalse();
    }

    /** Its handshake may end, and its first audio come, when it waits already. */
    @Test
    void expectsNothingOfALegThatGetsReadyWhileItWaits() {
        watch.stop();
        watch.expect(5);

        assertThat(isOver(1_000_000)).isFalse();
    }

    @Test
    void givesALegThatComesBackItsTime() {
        watch.expect(0);
        watch.stop();
        watch.resume(true, 1_000);

        assertThat(isOver(1_029)).isFalse();
        assertThat(isOver(1_030)).isTrue();
    }

    @Test
    void leavesALegAloneThatDidNotWait() {
        watch.expect(0);
        watch.resume(true, 29);

        assertThat(isOver(30)).isTrue();
    }

    @Test
    void hasMorePatienceWithWhoeverHasSaidThatItPauses() {
        watch.expect(0);
        watch.pauses();

        assertThat(isOver(199)).isFalse();
        assertThat(isOver(200)).isTrue();
    }

    @Test
    void hasAsMuchAsEverOnceItSpeaksAgain() {
        watch.expect(0);
        watch.pauses();
        watch.heard(100);
        watch.speaks(100);

        assertThat(isOver(129)).isFalse();
        assertThat(isOver(130)).isTrue();
        assertThat(watch.hasPaused()).isTrue();
    }

    @Test
    void takesAReportForASignOfLifeOfWhoeverPausesOnly() {
        watch.expect(0);
        watch.reported(20);
        assertThat(isOver(30)).isTrue();

        watch.expect(0);
        watch.pauses();
        watch.reported(150);
        assertThat(isOver(349)).isFalse();
        assertThat(isOver(350)).isTrue();
    }

    private boolean isOver(long nowNanos) {
        return watch.isOver(false, false, nowNanos);
    }
}
