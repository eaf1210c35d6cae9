package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.codec.Codecs;
import dev.crosspoint.media.mix.Level;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
import org.jspecify.annotations.Nullable;

/**
 * How a party is served: forwarded another's packets, or a mix by an encoder of its own or a shared
 * one.
 */
final class Listening implements AutoCloseable {
    /** The one party whose packets it gets forwarded; null when it hears the mix. */
    @Nullable Party forwarded;

    /** The party that it will get forwarded as soon as the change cannot be heard. */
    @Nullable Party forwardedNext;

    /** Since when {@link #forwardedNext} waits. */
    long waitingSinceNanos;

    /** What it heard in the last tick, as a row of the hearing matrix. */
    long heard;

    private final Background background = new Background();
    private @Nullable FrameEncoder own;

    /** Whose payload it got in the last tick; null when that was none, or none of the mix's. */
    private @Nullable FrameEncoder servedBy;

    private long aloneSinceNanos;
    private int lastLevelDbov = Level.SILENCE_DBOV;

    /** What it hears while nobody speaks. */
    Background background() {
        return background;
    }

    /** Notes how loud this tick's frame is, dBov. */
    void frame(int levelDbov) {
        lastLevelDbov = levelDbov;
    }

    /**
     * Whether now is a pause for it. Its last frame counts too: an encoder looks ahead, and the end
     * of that frame would be lost.
     *
     * @param levelDbov of what it would hear next
     */
    boolean isPause(int levelDbov, long waitedNanos) {
        return Pause.at(Math.max(levelDbov, lastLevelDbov), waitedNanos);
    }

    /**
     * Whether its stream may pass from its own encoder to the shared one now: its decoder has heard
     * another encoder until now, and is best not told in mid-word.
     */
    boolean mayShare(@Nullable FrameEncoder shared, int levelDbov, long nowNanos) {
        return servedBy == null
                || servedBy == shared
                || isPause(levelDbov, nowNanos - aloneSinceNanos);
    }

    /** It gets the shared payload in this tick. */
    void sharesIn(FrameEncoder shared) {
        servedBy = shared;
    }

    /**
     * It gets nothing of the mix in this tick: it is forwarded, gets a digit, or cannot be reached.
     */
    void getsNothing() {
        servedBy = null;
    }

    /** Whether it got the shared payload in the last tick. */
    boolean sharedIn(@Nullable FrameEncoder shared) {
        return shared != null && servedBy == shared;
    }

    /**
     * Its own encoder, made when it is first needed, and made anew in a pause after the mix has
     * changed its rate or the listener what it asks for.
     *
     * @param rateSinceNanos when it did
     */
    FrameEncoder own(
            Codecs codecs,
            Codec codec,
            OpusWishes wishes,
            int mixRateHz,
            int levelDbov,
            long rateSinceNanos,
            long nowNanos) {
        if (own != null && !own.isBest(wishes) && isPause(levelDbov, nowNanos - rateSinceNanos)) {
            closeEncoder();
        }
        if (own == null) {
            own = new FrameEncoder(codecs, codec, wishes, mixRateHz);
        }
        return own;
    }

    /**
     * Its own encoder serves it in this tick.
     *
     * @return whether it did in the last one; if not, it does not know what was heard last
     */
    boolean goesOnAlone(FrameEncoder encoder, long nowNanos) {
        boolean goesOn = servedBy == encoder;
        if (!goesOn) {
            aloneSinceNanos = nowNanos;
        }
        servedBy = encoder;
        return goesOn;
    }

    /** The mix has another rate; this was the last frame it heard, at that rate. */
    void mixRateHz(int newMixRateHz, float[] last) {
        if (own != null) {
            own.mixRateHz(newMixRateHz, last);
        }
    }

    /** What it reports as lost, for the encoder of its own. */
    void reportedLoss(double percent, long nowNanos) {
        if (own != null) {
            own.reportedLoss(percent, nowNanos);
        }
    }

    /** Whether what it hears is behind the mix. */
    boolean lags() {
        return own != null && own.lags();
    }

    void closeEncoder() {
        if (own != null) {
            own.close();
            own = null;
        }
        servedBy = null;
    }

    /** Its stream begins anew, in another codec: nothing that it heard matters any more. */
    void forget() {
        closeEncoder();
        forwarded = null;
        forwardedNext = null;
        heard = 0;
    }

    @Override
    public void close() {
        closeEncoder();
    }
}
