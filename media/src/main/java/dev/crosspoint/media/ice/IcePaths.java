package dev.crosspoint.media.ice;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The peer's addresses from which an authentic check has come, a fixed number of them. When all
 * places are taken the one not heard of for longest makes room, but never the nominated one.
 */
final class IcePaths {
    /** A browser with a dozen interfaces and relays fits; an attacker would need the password. */
    static final int MAX_PATHS = 16;

    private final @Nullable InetSocketAddress[] addresses = new InetSocketAddress[MAX_PATHS];
    private final long[] checkedNanos = new long[MAX_PATHS];
    private final int[] generations = new int[MAX_PATHS];
    private int size;
    private @Nullable InetSocketAddress nominated;
    private @Nullable InetSocketAddress newest;

    @Nullable InetSocketAddress nominated() {
        return nominated;
    }

    /** Where the last authentic check came from. */
    @Nullable InetSocketAddress newest() {
        return newest;
    }

    boolean contains(InetSocketAddress address) {
        return address.equals(nominated) || find(address) >= 0;
    }

    /** Remembers an authentic check, and the nomination if it carried one; true when that moved. */
    boolean checked(InetSocketAddress from, int generation, boolean nominates, long nowNanos) {
        int at = find(from);
        if (at < 0) {
            at = size < MAX_PATHS ? size++ : oldest();
            addresses[at] = from;
        }
        checkedNanos[at] = nowNanos;
        generations[at] = generation;
        newest = from;
        if (!nominates || from.equals(nominated)) {
            return false;
        }
        nominated = from;
        return true;
    }

    /** Forgets the paths that only an older generation vouches for. */
    void keepOnly(int generation) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (generations[i] == generation) {
                addresses[kept] = addresses[i];
                checkedNanos[kept] = checkedNanos[i];
                generations[kept++] = generation;
            }
        }
        for (int i = kept; i < size; i++) {
            addresses[i] = null;
        }
        size = kept;
    }

    private int find(InetSocketAddress address) {
        for (int i = 0; i < size; i++) {
            if (address.equals(addresses[i])) {
                return i;
            }
        }
        return -1;
    }

    private int oldest() {
        int oldest = -1;
        for (int i = 0; i < size; i++) {
            boolean older = oldest < 0 || checkedNanos[i] - checkedNanos[oldest] < 0;
            InetSocketAddress address = addresses[i];
            if (older && address != null && !address.equals(nominated)) {
                oldest = i;
            }
        }
        return oldest;
    }
}
