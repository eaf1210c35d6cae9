package dev.crosspoint.media.call;

import dev.crosspoint.media.dtls.Identities;
import java.time.Duration;
import java.util.List;

/** The leg setup of the tests: seeded randomness, short times. */
final class VirtualSetup {
    static final Duration MEDIA_TIMEOUT = Duration.ofSeconds(30);
    static final Duration FIRST_AUDIO = Duration.ofMinutes(3);
    static final Duration CERTIFICATES = Duration.ofDays(30);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private VirtualSetup() {}

    static LegSetup on(VirtualNet net) {
        return on(net, "203.0.113.1");
    }

    /** Likewise, at other addresses. */
    static LegSetup on(VirtualNet net, String... advertised) {
        var random = new SeededSecureRandom(net.random().nextLong());
        return new LegSetup(
                List.of(advertised),
                new Identities(CERTIFICATES, random, Runnable::run, 0),
                new LegTimes(
                        CONNECT_TIMEOUT.toNanos(), MEDIA_TIMEOUT.toNanos(), FIRST_AUDIO.toNanos()),
                0,
                random);
    }
}
