package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.mix.PromptAudio;
import dev.crosspoint.media.mix.PromptPlayer;
import org.jspecify.annotations.Nullable;

/** A prompt that plays in a call: a source in the hearing matrix that is no leg. */
final class Playing {
    private final PlayId id;
    private final int slot;
    private final PromptAudio audio;
    private final int times;
    private @Nullable PromptPlayer player;

    Playing(PlayId id, int slot, PromptAudio audio, int times) {
        this.id = id;
        this.slot = slot;
        this.audio = audio;
        this.times = times;
    }

    PlayId id() {
        return id;
    }

    int slot() {
        return slot;
    }

    /**
     * The next frame.
     *
     * @return false when it has come to its end
     */
    boolean read(float[] out, int rateHz) {
        if (player == null) {
            player = new PromptPlayer(audio, times, rateHz);
        }
        return player.read(out, 0, out.length);
    }

    /** The mix has another rate; it goes on where it was. {@code last} gets its last frame. */
    void mixRateHz(int newMixRateHz, float[] last) {
        if (player != null) {
            player = player.continuedAt(newMixRateHz, last);
        }
    }
}
