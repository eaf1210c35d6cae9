package dev.crosspoint.media.call;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which address a trunk's audio may come from, and goes to. SDP names an address; carriers behind
 * NAT and session border controllers send from another.
 */
final class SourceRule {
    /** An encrypted source may move once a second; more often is an attack or a routing loop. */
    private static final long MOVE_INTERVAL_NANOS = 1_000_000_000L;

    /** A plain source is given up after this much silence, and the next may take its place. */
    private static final long RELATCH_NANOS = 3_000_000_000L;

    private boolean encrypted;
    private final Networks networks;
    private @Nullable InetSocketAddress signalled;
    private @Nullable InetSocketAddress latched;
    private @Nullable InetSocketAddress former;
    private long heardNanos;
    private long movedNanos;

    /**
     * @param encrypted whether packets prove who sent them
     * @param networks where plain packets may come from; empty means the signalled address
     * @param signalled where SDP says the peer receives; null while it says nowhere (hold)
     */
    SourceRule(
            boolean encrypted,
            Networks networks,
            @Nullable InetSocketAddress signalled,
            long nowNanos) {
        this.encrypted = encrypted;
        this.networks = networks;
        this.signalled = signalled;
        this.movedNanos = nowNanos - MOVE_INTERVAL_NANOS;
    }

    /** A new SDP: another address counts at once, and a plain source may be chosen anew. */
    void signalled(@Nullable InetSocketAddress address, boolean newEncrypted, long nowNanos) {
        encrypted = newEncrypted;
        heardNanos = nowNanos - RELATCH_NANOS;
        if (address != null && !address.equals(signalled)) {
            former = target();
            signalled = address;
            latched = null;
            movedNanos = nowNanos;
        }
    }

    /** Whether a packet may be looked at. Encrypted ones always: only their tag can tell. */
    boolean allows(InetSocketAddress from, long nowNanos) {
        if (encrypted) {
            return true;
        }
        InetSocketAddress current = latched;
        if (current != null && !current.equals(from) && nowNanos - heardNanos < RELATCH_NANOS) {
            return false;
        }
        return allowsHost(from.getAddress());
    }

    /** Whether plain packets may come from a host at all. */
    boolean allowsHost(InetAddress host) {
        return networks.isEmpty()
                ? signalled != null && host.equals(signalled.getAddress())
                : networks.contains(host);
    }

    /**
     * An allowed packet was accepted: it may move the place that we send to.
     *
     * @param newest whether no packet with a higher sequence number came before; a straggler from
     *     the old address must not move us back
     */
    void accepted(InetSocketAddress from, boolean newest, long nowNanos) {
        heardNanos = nowNanos;
        if (from.equals(latched) || !newest || isLeftover(from, nowNanos)) {
            return;
        }
        if (!encrypted || latched == null || nowNanos - movedNanos >= MOVE_INTERVAL_NANOS) {
            latched = from;
            movedNanos = nowNanos;
        }
    }

    /** What was still on its way from the old address when a new one was signalled. */
    private boolean isLeftover(InetSocketAddress from, long nowNanos) {
        return from.equals(former) && nowNanos - movedNanos < MOVE_INTERVAL_NANOS;
    }

    /** Where audio goes: the source that was heard, else the signalled address, if any. */
    @Nullable InetSocketAddress target() {
        return latched == null ? signalled : latched;
    }
}
