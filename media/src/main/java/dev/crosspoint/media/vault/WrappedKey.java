package dev.crosspoint.media.vault;

import java.util.Arrays;

/** A data key as the key service gives it back: only that service, given the context, opens it. */
public final class WrappedKey {
    private final String keyId;
    private final byte[] blob;

    /**
     * Copies the blob.
     *
     * @param keyId the key it is wrapped with, as the provider names it
     * @param blob opaque, not empty
     */
    public WrappedKey(String keyId, byte[] blob) {
        if (blob.length == 0) {
            throw new IllegalArgumentException("a wrapped key is not empty");
        }
        this.keyId = keyId;
        this.blob = blob.clone();
    }

    public String keyId() {
        return keyId;
    }

    /** A copy. */
    public byte[] blob() {
        return blob.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey that
                && keyId.equals(that.keyId)
                && Arrays.equals(blob, that.blob);
    }

    @Override
    public int hashCode() {
        return 31 * keyId.hashCode() + Arrays.hashCode(blob);
    }

    /** Without the blob. */
    @Override
    public String toString() {
        return "WrappedKey[" + keyId + "]";
    }
}
