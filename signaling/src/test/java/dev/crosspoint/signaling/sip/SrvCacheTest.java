package dev.crosspoint.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crosspoint.signaling.sip.SrvCache.Answer;
import dev.crosspoint.signaling.sip.SrvCache.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class SrvCacheTest {

    private static final long SECOND = 1_000_000_000L;

    private final SrvCache cache = new SrvCache();

    private static Answer answer(long ttlSeconds) {
        return new Answer(List.of(new Ranked<>(new Target("a.test", 5060), 1, 1)), ttlSeconds);
    }

    @Test
    void believesAnAnswerAsLongAsItSays() {
        long now = Long.MAX_VALUE - 10 * SECOND;
        cache.keep("x", answer(30), now);
        assertThat(cache.find("x", now + 29 * SECOND)).contains(answer(30));
        assertThat(cache.find("x", now + 30 * SECOND)).isEmpty();
        assertThat(cache.find("y", now)).isEmpty();
    }

    @Test
    void asksAgainAtOnceWhereAnAnswerSaysSo() {
        cache.keep("x", answer(0), 5);
        assertThat(cache.find("x", 5)).isEmpty();
    }

    @Test
    void believesNothingForLongerThanAnHour() {
        cache.keep("x", answer(Integer.MAX_VALUE), 0);
        assertThat(cache.find("x", 3_599 * SECOND)).isPresent();
        assertThat(cache.find("x", 3_600 * SECOND)).isEmpty();
        cache.keep("none", Answer.NOTHING, 0);
        assertThat(cache.find("none", 59 * SECOND)).contains(Answer.NOTHING);
        assertThat(cache.find("none", 60 * SECOND)).isEmpty();
    }

    @Test
    void forgetsTheNameThatNobodyAskedForLongest() {
        for (int i = 0; i < 1_000; i++) {
            cache.keep("name" + i, answer(60), 0);
        }
        assertThat(cache.find("name0", 0)).isPresent();
        cache.keep("one more", answer(60), 0);
        assertThat(cache.find("name0", 0)).isPresent();
        assertThat(cache.find("name1", 0)).isEmpty();
    }
}
