package dev.crosspoint.media.srtp;

import java.util.Arrays;

/**
 * The master keys of one SRTP session, both ways, from DTLS or SDES. Keeps copies of its own;
 * {@link #toString} shows none of them.
 *
 * @param localKey protects what we send
 * @param remoteKey protects what the peer sends
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record SrtpKeys(
        SrtpProfile profile,
        byte[] localKey,
        byte[] localSalt,
        byte[] remoteKey,
        byte[] remoteSalt) {

    public SrtpKeys {
        localKey = copyOf(localKey, profile.keyBytes());
        localSalt = copyOf(localSalt, profile.saltBytes());
        remoteKey = copyOf(remoteKey, profile.keyBytes());
        remoteSalt = copyOf(remoteSalt, profile.saltBytes());
    }

    @Override
    public byte[] localKey() {
        return localKey.clone();
    }

    @Override
    public byte[] localSalt() {
        return localSalt.clone();
    }

    @Override
    public byte[] remoteKey() {
        return remoteKey.clone();
    }

    @Override
    public byte[] remoteSalt() {
        return remoteSalt.clone();
    }

    /** The same keys as the peer holds them. */
    public SrtpKeys mirrored() {
        return new SrtpKeys(
                profile,
                /* localKey= */ remoteKey,
                /* localSalt= */ remoteSalt,
                /* remoteKey= */ localKey,
                /* remoteSalt= */ localSalt);
    }

    /** Whether what we send is protected as it was under other keys. */
    public boolean sameLocal(SrtpKeys other) {
        return profile == other.profile
                && Arrays.equals(localKey, other.localKey)
                && Arrays.equals(localSalt, other.localSalt);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKeys that
                && profile == that.profile
                && Arrays.equals(localKey, that.localKey)
                && Arrays.equals(localSalt, that.localSalt)
                && Arrays.equals(remoteKey, that.remoteKey)
                && Arrays.equals(remoteSalt, that.remoteSalt);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(localKey) + Arrays.hashCode(remoteKey);
    }

    @Override
    public String toString() {
        return "SrtpKeys[" + profile + "]";
    }

    private static byte[] copyOf(byte[] secret, int length) {
        if (secret.length != length) {
            throw new IllegalArgumentException(
                    "a key or salt of " + secret.length + " bytes instead of " + length);
        }
        return secret.clone();
    }
}
