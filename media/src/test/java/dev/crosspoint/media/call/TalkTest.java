package dev.crosspoint.media.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a party begins and stops to talk, sample by sample. */
class TalkTest {
    private static final int LOUD = -20;
    private static final int QUIET = -60;
    private static final long MS = 1_000_000;

    private final Talk talk = new Talk();
    private long nowMs;

    @ParameterizedTest
    @CsvSource({"20, 5", "60, 2", "100, 1"})
    void beginsAfterAboutATenthOfASecondOfSound(int sampleMs, int samples) {
        for (int i = 1; i < samples; i++) {
            assertThat(changesAfter(LOUD, sampleMs)).isFalse();
        }
        assertThat(changesAfter(LOUD, sampleMs)).isTrue();
        assertThat(talk.talks()).isTrue();
        assertThat(changesAfter(LOUD, sampleMs)).as("said once").isFalse();
    }

    @Test
    void doesNotBeginWithAClick() {
        for (int i = 0; i < 50; i++) {
            assertThat(changesAfter(LOUD, 20)).isFalse();
            for (int quiet = 0; quiet < 3; quiet++) {
                assertThat(changesAfter(QUIET, 20)).isFalse();
            }
        }
    }

    /** A call that only forwards does not look after each packet (ADR 078). */
    @Test
    void noticesAShortWordThatWasOverBeforeAnybodyLooked() {
        for (int i = 0; i < 5; i++) {
            talk.heard(LOUD, 20, (nowMs += 20) * MS);
        }
        talk.heard(QUIET, 20, (nowMs += 20) * MS);

        assertThat(talk.changes(true, nowMs * MS)).isTrue();
        assertThat(talk.talks()).isTrue();
    }

    @Test
    void forgetsSoundThatLiesLongBack() {
        for (int i = 0; i < 20; i++) {
            assertThat(changesAfter(LOUD, 20)).isFalse();
            nowMs += 1000; // no packets at all
        }
    }

    @Test
    void bridgesThePausesBetweenWords() {
        begin();
        for (int word = 0; word < 10; word++) {
            for (int i = 0; i < 25; i++) {
                assertThat(changesAfter(QUIET, 20)).isFalse();
            }
            assertThat(changesAfter(LOUD, 20)).isFalse();
        }
    }

    @Test
    void endsAfterAWhileOfQuietAndDoesNotBeginAgainByItself() {
        begin();
        long beganMs = nowMs;
        while (!changesAfter(QUIET, 20)) {
            assertThat(nowMs - beganMs).isLessThan(700);
        }
        assertThat(nowMs - beganMs).isBetween(580L, 620L);
        assertThat(talk.talks()).isFalse();
        assertThat(changesAfter(LOUD, 20)).isFalse();
    }

    @Test
    void endsWhenNothingComesAnyMore() {
        begin();
        nowMs += 590;
        assertThat(talk.changes(true, nowMs * MS)).isFalse();
        nowMs += 20;
        assertThat(talk.changes(true, nowMs * MS)).isTrue();
        assertThat(talk.changes(true, nowMs * MS)).isFalse();
    }

    @Test
    void endsAtOnceWhenNobodyHearsItAndBeginsAnewWhenSomebodyDoes() {
        begin();
        assertThat(talk.changes(false, nowMs * MS)).isTrue();
        assertThat(talk.talks()).isFalse();
        talk.heard(LOUD, 100, nowMs * MS);
        assertThat(talk.changes(false, nowMs * MS)).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(changesAfter(LOUD, 20)).isFalse();
        }
        assertThat(changesAfter(LOUD, 20)).isTrue();
    }

    private void begin() {
        talk.heard(LOUD, 100, nowMs * MS);
        assertThat(talk.changes(true, nowMs * MS)).isTrue();
    }

    private boolean changesAfter(int levelDbov, int ms) {
        nowMs += ms;
        talk.heard(levelDbov, ms, nowMs * MS);
        return talk.changes(true, nowMs * MS);
    }
}
