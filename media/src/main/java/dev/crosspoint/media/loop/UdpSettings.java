package dev.crosspoint.media.loop;

/**
 * How much a port may hold.
 *
 * @param receiveBufferBytes asked of the operating system for datagrams not yet read; it may grant
 *     less (on Linux {@code net.core.rmem_max})
 * @param sendBufferBytes the same for datagrams not yet sent
 * @param sendQueue datagrams that wait for room in that buffer; more are dropped and counted
 */
public record UdpSettings(int receiveBufferBytes, int sendBufferBytes, int sendQueue) {

    /**
     * A port shared by all browser legs of a loop: a thousand legs' packets over a stall of 40 ms,
     * at the kernel's 768 bytes and more for each.
     */
    public static final UdpSettings SHARED = new UdpSettings(4 << 20, 4 << 20, 4_096);

    /**
     * A port of one leg: 50 packets a second each way, and 3,000 more of somebody who wishes us
     * ill, over a stall of half a second. The operating system takes the memory when they come, not
     * before.
     */
    public static final UdpSettings LEG = new UdpSettings(2 << 20, 128 << 10, 64);

    public UdpSettings {
        if (receiveBufferBytes < 1 || sendBufferBytes < 1 || sendQueue < 1) {
            throw new IllegalArgumentException(
                    "UDP buffers "
                            + receiveBufferBytes
                            + ", "
                            + sendBufferBytes
                            + " and queue "
                            + sendQueue
                            + ", expected 1 or more");
        }
    }
}
