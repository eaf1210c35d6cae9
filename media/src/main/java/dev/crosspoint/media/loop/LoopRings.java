package dev.crosspoint.media.loop;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The rings between all media loops, one for each ordered pair that has ever needed one. They carry
 * both what arrives for a leg that another loop owns, and what another loop sends by a port of this
 * one. The receiving loop is woken once for what a turn of the sending loop has put in.
 *
 * @param <H> what a datagram belongs to, opaque here
 */
public final class LoopRings<H> {

    /** Who takes what comes to a loop. Called on that loop. */
    public interface Taker<H> {

        /**
         * A datagram, in an array with at least 256 bytes of spare room behind it. The taker may
         * change the array, and gives it back by returning.
         *
         * @param tag as it was offered
         */
        void onDatagram(
                H handle, int tag, InetSocketAddress address, byte[] data, int offset, int length);

        /** All that a ring held was handed over, or as much as fairness allows. */
        void onBatchEnd();
    }

    private final MediaLoops loops;
    private final int slots;
    private final AtomicReferenceArray<@Nullable Taker<H>> takers;

    /** The link from a loop to another at {@code from * loops + to}; touched by "from" only. */
    private final AtomicReferenceArray<@Nullable Link> links;

    /**
     * @param slots of each ring, a power of two; a slot is 1.8 kB
     */
    public LoopRings(MediaLoops loops, int slots) {
        this.loops = loops;
        this.slots = slots;
        this.takers = new AtomicReferenceArray<>(loops.count());
        this.links = new AtomicReferenceArray<>(loops.count() * loops.count());
    }

    /** Says who takes what comes to a loop; before anything does. */
    public void attach(MediaLoop loop, Taker<H> taker) {
        takers.set(loop.index(), taker);
    }

    /**
     * Copies a datagram over to another loop. Only on loop "from".
     *
     * @param tag for the taker's use
     * @return false when it was dropped (and counted): too long, the ring full, or nobody there
     */
    public boolean offer(
            int from,
            int to,
            H handle,
            int tag,
            InetSocketAddress address,
            byte[] data,
            int offset,
            int length) {
        MediaLoop sender = loops.loop(from);
        Link link = link(from, to);
        if (link == null
                || length > UdpPort.MAX_DATAGRAM_BYTES
                || !link.ring.offer(handle, tag, address, data, offset, length)) {
            sender.count(LoopCount.RING_DROPPED);
            return false;
        }
        sender.count(LoopCount.RING_OUT);
        sender.pace().passedOn();
        link.wakeAtTurnEnd();
        return true;
    }

    private @Nullable Link link(int from, int to) {
        int place = from * loops.count() + to;
        Link link = links.getPlain(place);
        Taker<H> taker = link == null ? takers.get(to) : null;
        if (taker != null) {
            link = new Link(loops.loop(from), loops.loop(to), taker);
            links.setPlain(place, link);
        }
        return link;
    }

    /** One ring, and how its two ends run. */
    private final class Link implements LoopRing.Taker<H> {
        private final LoopRing<H> ring = new LoopRing<>(slots);
        private final MediaLoop sender;
        private final MediaLoop receiver;
        private final Taker<H> taker;
        private final Runnable wake = this::wake;
        private final Runnable drain = this::drain;
        private boolean wakeAsked;

        Link(MediaLoop sender, MediaLoop receiver, Taker<H> taker) {
            this.sender = sender;
            this.receiver = receiver;
            this.taker = taker;
        }

        void wakeAtTurnEnd() {
            if (!wakeAsked) {
                wakeAsked = true;
                sender.atTurnEnd(wake);
            }
        }

        private void wake() {
            wakeAsked = false;
            if (ring.mustWake()) {
                receiver.execute(drain);
            }
        }

        private void drain() {
            int count;
            do {
                // One lap at most, so that a flood from one loop does not starve this one's ports.
                count = ring.drain(slots, this);
                receiver.count(LoopCount.RING_IN, count);
                receiver.pace().passedOn();
                endBatch();
                if (count == slots) {
                    receiver.execute(drain);
                    return;
                }
            } while (!ring.sleep());
        }

        @Override
        public void onDatagram(
                H handle, int tag, InetSocketAddress address, byte[] data, int offset, int length) {
            try {
                taker.onDatagram(handle, tag, address, data, offset, length);
            } catch (RuntimeException e) {
                receiver.failed("taker", e);
            }
        }

        private void endBatch() {
            try {
                taker.onBatchEnd();
            } catch (RuntimeException e) {
                receiver.failed("taker", e);
            }
        }
    }
}
