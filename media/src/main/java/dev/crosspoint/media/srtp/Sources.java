package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.Verdict;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * The crypto contexts of one direction, one per SSRC. A context remembers the rollover counter and
 * the replay window of its source, so none is ever dropped: an SSRC that comes back must not be
 * able to bring its old packets along.
 *
 * <p>For an unknown SSRC there is one spare context. It is tried, and becomes that source's own
 * only when the packet proved authentic; a failure leaves it as new (jitsi-srtp undoes what it did
 * to a first packet). So a flood of invented SSRCs costs a tag check each, and no memory.
 */
final class Sources {
    /**
     * A peer changes its SSRC on a transfer or for an announcement, seldom more than a few times
     * between two key exchanges. Only somebody with the key can use up the places.
     */
    static final int MAX_SOURCES = 32;

    private final Supplier<CryptoContext> derive;
    private final int overheadBytes;
    private final CryptoContext[] contexts = new CryptoContext[MAX_SOURCES];
    private final int[] ssrcs = new int[MAX_SOURCES];
    private int size;
    private @Nullable CryptoContext spare;

    /**
     * No sources yet.
     *
     * @param derive makes a context for any SSRC
     * @param overheadBytes by how much a packet grows
     */
    Sources(int overheadBytes, Supplier<CryptoContext> derive) {
        this.overheadBytes = overheadBytes;
        this.derive = derive;
    }

    Verdict unprotect(int ssrc, PacketBuffer packet) {
        int at = indexOf(ssrc);
        if (at < 0 && size == MAX_SOURCES) {
            return Verdict.UNKNOWN_SSRC;
        }
        try {
            Verdict verdict = verdict(contextAt(at).unprotect(packet));
            if (at < 0 && verdict == Verdict.ACCEPTED) {
                adoptSpare(ssrc);
            }
            return verdict;
        } catch (GeneralSecurityException e) {
            spare = null; // it may have been left in any state
            return Verdict.UNAUTHENTIC;
        }
    }

    /** False, and an empty packet, when its number was used before. */
    boolean protect(int ssrc, PacketBuffer packet) {
        // jitsi-srtp's native GCM writes the tag without looking at the array's end.
        packet.grow(overheadBytes);
        int protectedLength = packet.length() + overheadBytes;
        int at = indexOf(ssrc);
        if (at < 0 && size == MAX_SOURCES) {
            throw new IllegalStateException("more than " + MAX_SOURCES + " SSRCs sent");
        }
        if (!sealed(contextAt(at), packet)) {
            packet.length(0);
            return false;
        }
        if (at < 0) {
            adoptSpare(ssrc);
        }
        // jitsi-srtp answers OK when AES-GCM fails, and leaves the packet in the clear.
        if (packet.length() != protectedLength) {
            packet.length(0);
            throw new IllegalStateException("SRTP did not protect a packet");
        }
        return true;
    }

    private static boolean sealed(CryptoContext context, PacketBuffer packet) {
        try {
            return context.protect(packet) == SrtpErrorStatus.OK;
        } catch (GeneralSecurityException e) {
            packet.length(0);
            throw new IllegalStateException("SRTP did not protect a packet", e);
        }
    }

    private static Verdict verdict(SrtpErrorStatus status) {
        return switch (status) {
            case OK -> Verdict.ACCEPTED;
            case REPLAY_FAIL, REPLAY_OLD -> Verdict.REPLAYED;
            case INVALID_PACKET -> Verdict.MALFORMED;
            case AUTH_FAIL, FAIL -> Verdict.UNAUTHENTIC;
        };
    }

    private int indexOf(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        return -1;
    }

    private CryptoContext contextAt(int index) {
        if (index >= 0) {
            return contexts[index];
        }
        CryptoContext candidate = spare;
        if (candidate == null) {
            candidate = derive.get();
            spare = candidate;
        }
        return candidate;
    }

    private void adoptSpare(int ssrc) {
        contexts[size] = contextAt(-1);
        ssrcs[size++] = ssrc;
        spare = null;
    }
}
