package dev.crosspoint.media.call;

import dev.crosspoint.media.codec.Codec;
import dev.crosspoint.media.mix.HearingMatrix;
import dev.crosspoint.media.sdp.MediaPlan.OpusWishes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a browser that has agreed to Opus is sent: what everybody whom it hears speaks, as it comes,
 * which is the sound that there is and costs no encoder; Opus where they differ, or where much is
 * lost that it repairs (ADR 077).
 */
final class CodecChoice {
    private static final int TICK_MS = 20;

    private final HearingMatrix matrix;
    private final List<Party> parties;

    /**
     * @param parties the call's own list, as it changes
     */
    CodecChoice(HearingMatrix matrix, List<Party> parties) {
        this.matrix = matrix;
        this.parties = parties;
    }

    /** Whether anybody's losses have become bearable, or are no longer. */
    boolean lossesChanged() {
        boolean changed = false;
        for (int i = 0; i < parties.size(); i++) {
            changed |= parties.get(i).lossesChanged();
        }
        return changed;
    }

    /** What a listener is sent in place of what was agreed; null for just that. */
    @Nullable Codec inPlaceFor(Party listener) {
        if (!mayBeSentAnother(listener)) {
            return null;
        }
        long sources = matrix.sourcesOf(listener.slot()) & ~(1L << listener.slot());
        Codec common = null;
        for (Party source : parties) {
            if ((sources >>> source.slot() & 1) == 0) {
                continue;
            }
            Codec spoken = source.isFickle() ? null : source.spokenCodec();
            if (spoken == null || (common != null && common != spoken)) {
                return null;
            }
            common = spoken;
        }
        if (common == null) {
            return listener.codec(); // who hears nobody is not changed
        }
        // G.711 that was mixed is G.711 as it was; others would lose by being encoded once more
        return common.isWithoutMemory() || Long.bitCount(sources) == 1 ? common : null;
    }

    /** Whether it takes what comes as it comes: in ticks, however many bits that is. */
    private static boolean mayBeSentAnother(Party listener) {
        OpusWishes wishes = listener.agreedWishes();
        return listener.agreedCodec() == Codec.OPUS
                && listener.leg().transport() instanceof BrowserTransport
                && listener.packetMs() == TICK_MS
                && wishes.maxAverageBitrateBps() == 0
                && !wishes.dtx()
                && listener.bearsLosses();
    }
}
