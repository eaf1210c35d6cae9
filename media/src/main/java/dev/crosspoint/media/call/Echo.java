package dev.crosspoint.media.call;

import dev.crosspoint.media.jitter.Heard;
import org.jspecify.annotations.Nullable;

/**
 * A sound that is heard no more, for the one tick in which it fades: a prompt that was stopped, a
 * party that has left, or what a listener was forwarded before it hears the mix.
 */
final class Echo implements AutoCloseable {
    private final int slot;
    private final @Nullable Voice voice;
    private final @Nullable Playing prompt;

    private Echo(int slot, @Nullable Voice voice, @Nullable Playing prompt) {
        this.slot = slot;
        this.voice = voice;
        this.prompt = prompt;
    }

    static Echo of(Voice voice, int slot) {
        return new Echo(slot, voice, null);
    }

    static Echo of(Playing prompt) {
        return new Echo(prompt.slot(), null, prompt);
    }

    int slot() {
        return slot;
    }

    /**
     * The last frame.
     *
     * @return whether there is any sound in it
     */
    boolean read(float[] out, int rateHz, long nowNanos, boolean lag) {
        if (voice != null) {
            return voice.read(out, nowNanos, lag) != Heard.SILENCE;
        }
        return prompt != null && prompt.read(out, rateHz);
    }

    /** The mix has another rate; {@code last} gets the last frame at that rate. */
    void mixRateHz(int newMixRateHz, float[] last) {
        if (voice != null) {
            voice.mixRateHz(newMixRateHz, last);
        }
        if (prompt != null) {
            prompt.mixRateHz(newMixRateHz, last);
        }
    }

    @Override
    public void close() {
        if (voice != null) {
            voice.close();
        }
    }
}
