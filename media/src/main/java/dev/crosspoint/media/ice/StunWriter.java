package dev.crosspoint.media.ice;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes STUN messages (RFC 8489) into one array of its own: begin, attributes, integrity,
 * fingerprint. The bytes are good until the next {@code begin}.
 */
public final class StunWriter {
    /** Room for the longest user name (513 bytes) and everything else a check carries. */
    private static final int CAPACITY = 768;

    private final byte[] out = new byte[CAPACITY];
    private final CRC32 crc = new CRC32();
    private int end;

    /** Starts a Binding request; the transaction id is 12 bytes the peer cannot guess. */
    public StunWriter beginRequest(byte[] transactionId) {
        return begin(Stun.BINDING_REQUEST, transactionId, 0);
    }

    /** Starts an answer with the transaction id of the request. */
    StunWriter beginAnswer(int type, StunMessage request) {
        return begin(type, request.array(), request.offset() + 8);
    }

    StunWriter begin(int type, byte[] transactionId, int offset) {
        Stun.putUint16(out, 0, type);
        Stun.putInt32(out, 4, Stun.MAGIC_COOKIE);
        System.arraycopy(transactionId, offset, out, 8, Stun.TRANSACTION_ID_BYTES);
        end = Stun.HEADER_BYTES;
        return this;
    }

    /** Who the sender is to the receiver: {@code receiverUfrag:senderUfrag}. */
    public StunWriter username(String username) {
        byte[] bytes = username.getBytes(StandardCharsets.UTF_8);
        return attribute(Stun.USERNAME, bytes, bytes.length);
    }

    /** Priority of the candidate that a check would reveal (RFC 8445 7.1.1). */
    public StunWriter priority(int priority) {
        int at = open(Stun.PRIORITY, 4);
        Stun.putInt32(out, at, priority);
        return this;
    }

    /** The controlling agent nominates the path that this check takes. */
    public StunWriter useCandidate() {
        open(Stun.USE_CANDIDATE, 0);
        return this;
    }

    /** The sender is the controlling agent. */
    public StunWriter controlling(long tieBreaker) {
        return role(Stun.ICE_CONTROLLING, tieBreaker);
    }

    /** The sender is the controlled agent. */
    public StunWriter controlled(long tieBreaker) {
        return role(Stun.ICE_CONTROLLED, tieBreaker);
    }

    /** The address a request was seen to come from, hidden from rewriting middleboxes. */
    public StunWriter xorMappedAddress(InetSocketAddress seen) {
        byte[] ip = seen.getAddress().getAddress();
        int at = open(Stun.XOR_MAPPED_ADDRESS, 4 + ip.length);
        out[at] = 0;
        out[at + 1] = (byte) (ip.length == 4 ? 1 : 2);
        Stun.putUint16(out, at + 2, seen.getPort() ^ (Stun.MAGIC_COOKIE >>> 16));
        // RFC 8489 14.2: the mask is the cookie followed by the transaction id, as they stand.
        for (int i = 0; i < ip.length; i++) {
            out[at + 4 + i] = (byte) (ip[i] ^ out[4 + i]);
        }
        return this;
    }

    /** An error without a reason phrase, so that no answer is longer than its question. */
    StunWriter errorCode(int code) {
        int at = open(Stun.ERROR_CODE, 4);
        Stun.putUint16(out, at, 0);
        out[at + 2] = (byte) (code / 100);
        out[at + 3] = (byte) (code % 100);
        return this;
    }

    /** Names the attributes of a request that we did not understand. */
    StunWriter unknownAttributes(StunMessage request) {
        int count = request.unknownRequired();
        int at = open(Stun.UNKNOWN_ATTRIBUTES, 2 * count);
        for (int i = 0; i < count; i++) {
            Stun.putUint16(out, at + 2 * i, request.unknownRequired(i));
        }
        return this;
    }

    /** Any attribute, padded with zeros. */
    StunWriter attribute(int type, byte[] value, int length) {
        int at = open(type, length);
        System.arraycopy(value, 0, out, at, length);
        return this;
    }

    /** MESSAGE-INTEGRITY over what is there so far. */
    public StunWriter integrity(StunKey key) {
        int at = open(Stun.MESSAGE_INTEGRITY, Stun.INTEGRITY_BYTES);
        key.sign(out, 0, at);
        return this;
    }

    /** FINGERPRINT over what is there so far; nothing may follow. */
    public StunWriter fingerprint() {
        int at = open(Stun.FINGERPRINT, Stun.FINGERPRINT_BYTES);
        Stun.putInt32(out, at, StunMessage.fingerprint(crc, out, 0, at));
        return this;
    }

    /** The message; ours, and overwritten by the next one. */
    public byte[] array() {
        return out;
    }

    /** Its length, bytes; 0 before the first message. */
    public int length() {
        return end;
    }

    /** Forgets the message. */
    void clear() {
        end = 0;
    }

    private StunWriter role(int type, long tieBreaker) {
        int at = open(type, 8);
        Stun.putInt32(out, at, (int) (tieBreaker >>> 32));
        Stun.putInt32(out, at + 4, (int) tieBreaker);
        return this;
    }

    // The header's length is kept right at every step: integrity and fingerprint depend on it.
    private int open(int type, int bytes) {
        int at = end + 4;
        Stun.putUint16(out, end, type);
        Stun.putUint16(out, end + 2, bytes);
        end = at + Stun.padded(bytes);
        for (int i = at + bytes; i < end; i++) {
            out[i] = 0;
        }
        Stun.putUint16(out, 2, end - Stun.HEADER_BYTES);
        return at;
    }
}
