package dev.crosspoint.media.dtls;

/** Where a handshake's datagrams go: to the peer, by the path that ICE validated. */
@FunctionalInterface
public interface DtlsWire {
    /** Sends one datagram; called on the handshake's thread, and the bytes are borrowed. */
    void send(byte[] data, int offset, int length);
}
