package dev.crosspoint.media.call;

import dev.crosspoint.media.api.Ids.PlayId;
import dev.crosspoint.media.api.MediaReply;
import dev.crosspoint.media.api.MediaReply.Done;
import dev.crosspoint.media.api.MediaReply.MediaError;
import dev.crosspoint.media.api.MediaReply.Refused;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.mix.PromptAudio;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The prompts that play in one call, each a source in its hearing matrix. */
final class Prompts {
    private final HearingMatrix matrix;
    private final Slots slots;
    private final List<Playing> playing = new ArrayList<>();

    Prompts(HearingMatrix matrix, Slots slots) {
        this.matrix = matrix;
        this.slots = slots;
    }

    /** Those that play, as they change; to be looked at. */
    List<Playing> playing() {
        return playing;
    }

    /** Begins one for these listeners, at least one. */
    MediaReply begin(PlayId id, PromptAudio audio, List<Party> listeners, int times) {
        if (playing.stream().anyMatch(p -> p.id().equals(id))) {
            return new Refused(MediaError.DUPLICATE, "this prompt plays already");
        }
        if (listeners.isEmpty()) {
            return new Refused(MediaError.UNKNOWN_LEG, "no listener is in the call");
        }
        int slot = slots.take();
        if (slot < 0) {
            return new Refused(MediaError.NO_CAPACITY, "the call is full");
        }
        playing.add(new Playing(id, slot, audio, times));
        for (Party listener : listeners) {
            matrix.set(listener.slot(), slot, true);
        }
        return new Done();
    }

    /** Forgets one, which keeps its slot and may still be heard; null when it does not play. */
    @Nullable Playing remove(PlayId id) {
        for (int i = 0; i < playing.size(); i++) {
            if (playing.get(i).id().equals(id)) {
                return playing.remove(i);
            }
        }
        return null;
    }

    void clear() {
        playing.clear();
    }
}
