package dev.crosspoint.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many attempts there are, and for whom. */
class AttemptLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AttemptLimit limit = new AttemptLimit(2, SECOND, 2);

    @Test
    void allowsSoManyAtOnceAndThenOneEverySoOften() {
        assertThat(limit.take("a", 0)).isZero();
        assertThat(limit.take("a", 0)).isZero();
        assertThat(limit.take("a", 0)).isEqualTo(SECOND);
        assertThat(limit.take("b", 0)).as("somebody else").isZero();
        assertThat(limit.take("a", SECOND)).isZero();
        assertThat(limit.take("a", SECOND)).isEqualTo(SECOND);
        limit.giveBack("a", SECOND);
        assertThat(limit.take("a", SECOND)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2::1, 20:01:0d:b8:00:01:00:02::/64",
        "2001:db8:1:2:ffff:eeee:dddd:cccc, 20:01:0d:b8:00:01:00:02::/64",
        "2001:db8:1:3::1, 20:01:0d:b8:00:01:00:03::/64",
        "unknown, unknown"
    })
    void countsIpv6ByTheNetworkThatSomebodyHas(String address, String name) {
        assertThat(AttemptLimit.nameOf(address)).isEqualTo(name);
    }
}
