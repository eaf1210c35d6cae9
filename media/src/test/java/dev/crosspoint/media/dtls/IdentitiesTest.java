package dev.crosspoint.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
    private static final Duration PERIOD = Duration.ofDays(30);
    private static final long OVER = PERIOD.toNanos();

    private final ArrayDeque<Runnable> elsewhere = new ArrayDeque<>();
    private final Identities identities =
            new Identities(PERIOD, new SecureRandom(), elsewhere::add, 0);

    @Test
    void makesNothingWhereLegsAreMade() {
        var first = identities.current(0);
        assertThat(identities.current(OVER - 1)).isSameAs(first);
        assertThat(elsewhere).isEmpty();

        assertThat(identities.current(OVER)).as("until the new one is made").isSameAs(first);
        assertThat(identities.current(OVER + 1)).isSameAs(first);
        assertThat(elsewhere).as("made once").hasSize(1);

        elsewhere.remove().run();
        var second = identities.current(OVER + 2);
        assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(identities.current(2 * OVER - 1)).isSameAs(second);
        assertThat(elsewhere).isEmpty();
        assertThat(identities.current(2 * OVER)).isSameAs(second);
        assertThat(elsewhere).hasSize(1);
    }
}
