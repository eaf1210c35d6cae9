package dev.crosspoint.media.loop;

import dev.crosspoint.media.api.AudioCodec;
import dev.crosspoint.media.api.Ids.LegId;
import dev.crosspoint.media.api.LegKind;
import dev.crosspoint.media.call.Leg;
import dev.crosspoint.media.call.LegSetup;
import dev.crosspoint.media.call.LegTimes;
import dev.crosspoint.media.dtls.Identities;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** Legs that no loop has made: behind their doors there is nothing. */
final class StrayLegs {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final LegSetup SETUP =
            new LegSetup(
                    List.of("127.0.0.1"),
                    new Identities(Duration.ofDays(1), RANDOM, Runnable::run, 0),
                    new LegTimes(1, 1, 1),
                    0,
                    RANDOM);

    private StrayLegs() {}

    static Leg leg(String id) {
        var made =
                (LegSetup.Result.Made)
                        SETUP.offer(
                                new LegId(id),
                                new LegKind.Trunk(LegKind.Security.PLAIN, List.of()),
                                List.of(AudioCodec.PCMU),
                                () -> 0,
                                new LegSetup.Ports(20_000, 20_001),
                                0);
        return made.leg();
    }
}
