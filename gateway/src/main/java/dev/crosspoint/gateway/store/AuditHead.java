package dev.crosspoint.gateway.store;

/**
 * Where a chain ends.
 *
 * @param seq of its last event; 0 for none
 * @param hash of that; zeros for none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by what is in them.
public record AuditHead(long seq, byte[] hash) {
    /** Bytes of a hash: SHA-256. */
    public static final int HASH_BYTES = 32;

    /** Of a chain with nothing in it. */
    public static AuditHead none() {
        return new AuditHead(0, new byte[HASH_BYTES]);
    }
}
