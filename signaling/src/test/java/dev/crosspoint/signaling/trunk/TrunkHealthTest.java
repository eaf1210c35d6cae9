package dev.crosspoint.signaling.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrunkHealthTest {

    private static final long SECOND = 1_000_000_000L;

    /**
     * p: a probe answered, m: missed, c: a call got through, f: failed, t: tried, r: asks for 20 s
     * of rest, digit: 10 s.
     */
    private static TrunkHealth after(String inputs, long[] now) {
        var health = TrunkHealth.UNKNOWN;
        for (int i = 0; i < inputs.length(); i++) {
            char input = inputs.charAt(i);
            health =
                    switch (input) {
                        case 'p' -> health.answered();
                        case 'm' -> health.missedOne();
                        case 'c' -> health.reached(now[0]);
                        case 'f' -> health.failed(now[0], 0);
                        case 't' -> health.tried(now[0]);
                        case 'r' -> health.asksForRest(20, now[0]);
                        default -> {
                            now[0] += (input - '0') * (10 * SECOND);
                            yield health;
                        }
                    };
        }
        return health;
    }

    @ParameterizedTest
    @CsvSource({
        "'', true", // nobody knows otherwise
        "m, true", // a datagram may be lost
        "mm, false",
        "mpm, true",
        "mmm, false",
        "mmp, true", // one answer is enough
        "ff, true",
        "fcff, true", // not in a row
        "fff, false",
        "fffp, false", // answers OPTIONS and refuses calls all the same
        "fff2, false",
        "fff3, true", // one call may find out
        "fff3t, false", // and the next waits for it
        "fff3tc, true",
        "fff3tf, false",
        "fff3tf5, false", // twice as long as at first
        "fff3tf6, true",
        "fff3tf6tf9, false",
        "fff3tf6tfc, true",
        "fff3tft4, false", // a call for want of another trunk does not shorten the pause
        "fff3tft6, true",
        "fff2t2, false", // and what is left of it is no shorter than a trial
        "fff2t4, true",
        "mmc, false", // a call may get through that was on its way before
        "t, true", // a trial is for who is tripped
        "r, false", // as it has asked for
        "r1, false",
        "r2, true",
        "rc, false", // a call that was on its way before
        "r1c, true", // and one that was not
        "rp, false", // an answer to OPTIONS takes nothing back
        "fffr2, false",
        "fffr3, true"
    })
    void isWellOrNot(String inputs, boolean well) {
        long[] now = {-5 * SECOND};
        assertThat(after(inputs, now).isWell(now[0])).isEqualTo(well);
    }

    @Test
    void keepsCallsFromItForFiveMinutesAtTheMost() {
        var health = TrunkHealth.UNKNOWN;
        for (int i = 0; i < 100; i++) {
            health = health.failed(0, 1);
        }
        assertThat(health.isWell(359 * SECOND)).isFalse();
        assertThat(health.isWell(360 * SECOND)).isTrue();
    }

    @Test
    void restsForFiveMinutesAtTheMost() {
        var health = TrunkHealth.UNKNOWN.asksForRest(Integer.MAX_VALUE, -1);
        assertThat(health.rests(300 * SECOND - 2)).isTrue();
        assertThat(health.rests(300 * SECOND - 1)).isFalse();
        assertThat(TrunkHealth.UNKNOWN.rests(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void restsForTheLongestThatItHasAskedFor() {
        var health = TrunkHealth.UNKNOWN.asksForRest(300, -1).asksForRest(5, -1);
        assertThat(health.rests(300 * SECOND - 2)).isTrue();
        assertThat(health.asksForRest(20, 299 * SECOND).rests(318 * SECOND)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "300, 10"})
    void isClosedForTenSecondsAtTheMost(int asked, int closed) {
        var health = TrunkHealth.UNKNOWN.asksForRest(asked, -1);
        assertThat(health.isClosed(closed * SECOND - 2)).isTrue();
        assertThat(health.isClosed(closed * SECOND - 1)).isFalse();
        assertThat(TrunkHealth.UNKNOWN.isClosed(Long.MIN_VALUE)).isFalse();
    }

    /** Whatever happens, a call that gets through and an answer make it well. */
    @Test
    void comesBackFromAnywhere() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var inputs = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                inputs.append("pmcftr0123456789".charAt(random.nextInt(16)));
            }
            long[] now = {random.nextLong()};
            var health = after(inputs.toString(), now);
            assertThat(health.reached(now[0] + 1).answered().isWell(now[0] + 20 * SECOND))
                    .as(inputs.toString())
                    .isTrue();
            assertThat(health.answered().isWell(now[0] + 361 * SECOND)).isTrue();
        }
    }
}
