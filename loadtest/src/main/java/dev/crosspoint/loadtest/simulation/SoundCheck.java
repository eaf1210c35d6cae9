package dev.crosspoint.loadtest.simulation;

import dev.crosspoint.loadtest.gatling.Took;
import dev.crosspoint.loadtest.measure.CallSound;
import io.gatling.javaapi.core.Session;
import io.vertx.core.Future;
import java.util.Locale;

/** Whether a call was good to listen to; a call that was not fails its user. */
final class SoundCheck {
    /** More than this, percent, and people hear that something is missing. */
    private static final double MOST_LOST = 1.0;

    /** ITU-T G.107 annex B: the users of 4.03 and more are satisfied. */
    private static final double LEAST_MOS = 4.03;

    /**
     * ITU-T G.107 annex B: nearly all users of less are dissatisfied, and in smoke a delay is no
     * fault.
     */
    private static final double LEAST_MOS_OF_SMOKE = 2.58;

    private static final boolean MEASURED =
            LoadProfile.named(System.getProperty("load.profile", "smoke")).isMeasured();

    private SoundCheck() {}

    /** Its response time in the statistics is the 99th percentile of the call's one-way delay. */
    static Future<Took> of(CallSound sound, Session session) {
        if (sound.packets() == 0) {
            return Future.failedFuture("nothing was heard");
        }
        if (sound.lostPercent() > MOST_LOST) {
            return Future.failedFuture("more than %.1f %% was lost".formatted(MOST_LOST));
        }
        double leastMos = MEASURED ? LEAST_MOS : LEAST_MOS_OF_SMOKE;
        if (sound.mos() < leastMos) {
            return Future.failedFuture(String.format(Locale.ROOT, "a MOS below %.2f", leastMos));
        }
        return sound.toneHeard()
                ? Future.succeededFuture(new Took(session, sound.delayP99Ms()))
                : Future.failedFuture("the other side's tone was not heard");
    }
}
