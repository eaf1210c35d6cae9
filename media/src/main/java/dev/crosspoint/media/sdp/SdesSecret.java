package dev.crosspoint.media.sdp;

import static java.util.Objects.requireNonNull;

import dev.crosspoint.media.srtp.SrtpKeys;
import dev.crosspoint.media.srtp.SrtpProfile;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Random bytes from which a leg's own SDES keys are cut, for each protection another piece. A leg
 * keeps one, so that a new offer or answer does not change its keys; it draws another when a key
 * would come back that was out of use.
 */
public final class SdesSecret {
    /** How many random bytes one needs. */
    public static final int LENGTH =
            Arrays.stream(SrtpProfile.values()).mapToInt(SdesSecret::lengthFor).sum();

    private final Map<SrtpProfile, byte[]> pieces = new EnumMap<>(SrtpProfile.class);

    /**
     * @param random {@link #LENGTH} bytes of a cryptographic random source; copied
     */
    public SdesSecret(byte[] random) {
        if (random.length != LENGTH) {
            throw new IllegalArgumentException("an SDES secret has " + LENGTH + " bytes");
        }
        int from = 0;
        for (SrtpProfile profile : SrtpProfile.values()) {
            int to = from + lengthFor(profile);
            pieces.put(profile, Arrays.copyOfRange(random, from, to));
            from = to;
        }
    }

    /** Our master key with the salt behind it, as a crypto attribute carries it. */
    byte[] keyAndSalt(SrtpProfile profile) {
        return requireNonNull(pieces.get(profile));
    }

    /** Our key of that protection joined with the peer's. */
    SrtpKeys with(SrtpProfile profile, byte[] peerKeyAndSalt) {
        byte[] own = keyAndSalt(profile);
        int keyBytes = profile.keyBytes();
        return new SrtpKeys(
                profile,
                Arrays.copyOf(own, keyBytes),
                Arrays.copyOfRange(own, keyBytes, own.length),
                Arrays.copyOf(peerKeyAndSalt, keyBytes),
                Arrays.copyOfRange(peerKeyAndSalt, keyBytes, peerKeyAndSalt.length));
    }

    private static int lengthFor(SrtpProfile profile) {
        return profile.keyBytes() + profile.saltBytes();
    }

    @Override
    public String toString() {
        return "SdesSecret";
    }
}
