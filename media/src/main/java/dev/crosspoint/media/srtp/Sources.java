package dev.crosspoint.media.srtp;

import dev.crosspoint.media.rtp.PacketBuffer;
import dev.crosspoint.media.rtp.Verdict;
import java.security.GeneralSecurityException;
import java.util.Arrays;
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

    /**
     * First packets that may be tried twice: a stray or two must not cost the peer its chance, and
     * whoever floods us gets no more work out of us than that.
     */
    private static final int MOST_GUESSES = 4;

    private final Supplier<CryptoContext> derive;
    private final @Nullable Supplier<CryptoContext> deriveLate;
    private final int overheadBytes;
    private final CryptoContext[] contexts = new CryptoContext[MAX_SOURCES];
    private final int[] ssrcs = new int[MAX_SOURCES];
    private int size;
    private @Nullable CryptoContext spare;
    private byte[] copy = new byte[0];
    private int guesses;

    /**
     * No sources yet.
     *
     * @param overheadBytes by how much a packet grows
     * @param derive makes a context for any SSRC
     * @param deriveLate makes one for a source whose numbers have wrapped once before it was first
     *     heard; null where that cannot be
     */
    Sources(
            int overheadBytes,
            Supplier<CryptoContext> derive,
            @Nullable Supplier<CryptoContext> deriveLate) {
        this.overheadBytes = overheadBytes;
        this.derive = derive;
        this.deriveLate = deriveLate;
    }

    Verdict unprotect(int ssrc, PacketBuffer packet) {
        int at = indexOf(ssrc);
        if (at < 0 && size == MAX_SOURCES) {
            return Verdict.UNKNOWN_SSRC;
        }
        boolean guessing = deriveLate != null && size == 0 && guesses < MOST_GUESSES;
        if (guessing) {
            keep(packet);
        }
        try {
            Verdict verdict = verdict(contextAt(at).unprotect(packet));
            if (at < 0 && verdict == Verdict.ACCEPTED) {
                adoptSpare(ssrc);
            } else if (guessing && verdict == Verdict.UNAUTHENTIC) {
                return guess(ssrc, packet);
            }
            return verdict;
        } catch (GeneralSecurityException e) {
            spare = null; // it may have been left in any state
            return Verdict.UNAUTHENTIC;
        }
    }

    /** RFC 3711 3.3.1: who comes late has to be told the rollover counter, and SDES has no word. */
    private Verdict guess(int ssrc, PacketBuffer packet) throws GeneralSecurityException {
        guesses++;
        System.arraycopy(copy, 0, packet.array(), packet.offset(), copy.length);
        packet.length(copy.length);
        CryptoContext before = spare;
        spare = deriveLate == null ? null : deriveLate.get();
        Verdict verdict = verdict(contextAt(-1).unprotect(packet));
        if (verdict == Verdict.ACCEPTED) {
            adoptSpare(ssrc);
        }
        spare = before;
        return verdict;
    }

    /** A packet that does not authenticate is worth nothing afterwards. */
    private void keep(PacketBuffer packet) {
        int from = packet.offset();
        copy = Arrays.copyOfRange(packet.array(), from, from + packet.length());
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
