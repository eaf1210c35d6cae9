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

    /** The tone must have been heard for so long, ms: music and prompts may be the rest. */
    private static final int TONE_MS = 1000;

    /** In smoke who speaks may be kept from it by a build for most of the time. */
    private static final int TONE_MS_OF_SMOKE = 400;

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
        if (MEASURED && sound.mos() < LEAST_MOS) { // delay is no fault in smoke
            return Future.failedFuture(String.format(Locale.ROOT, "a MOS below %.2f", LEAST_MOS));
        }
        boolean deaf =
                sound.toneMs() != CallSound.UNKNOWN
                        && sound.toneMs() < (MEASURED ? TONE_MS : TONE_MS_OF_SMOKE);
        return deaf
                ? Future.failedFuture("the other side's tone was not heard")
                : Future.succeededFuture(new Took(session, sound.delayP99Ms()));
    }
}
