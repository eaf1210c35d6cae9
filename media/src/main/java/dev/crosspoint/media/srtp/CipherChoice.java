package dev.crosspoint.media.srtp;

import static dev.crosspoint.media.srtp.Ciphers.Aead.TAG_BYTES;

import java.util.Arrays;

/**
 * OpenSSL's ciphers where this machine has them and they make what the JDK's make, the JDK's
 * elsewhere: an OpenSSL may be installed and yet not do its work, by how it was built or
 * configured. Decided once for the process; that is also the first call of each kind into C, which
 * the virtual machine has to prepare.
 */
final class CipherChoice {
    private static final int LENGTH = 172;
    private static final int CLEAR = 12;

    private CipherChoice() {}

    /** The ciphers of this process. */
    static Ciphers ciphers() {
        return Made.CIPHERS;
    }

    /** Remembered the way the virtual machine remembers classes. */
    private static final class Made {
        private static final Ciphers CIPHERS = choose();
    }

    private static Ciphers choose() {
        return LibCrypto.load()
                .map(OpenSslCiphers::new)
                .map(CipherChoice::proven)
                .orElseGet(() -> new JdkCiphers("no libcrypto 3 with what is needed was found"));
    }

    private static Ciphers proven(Ciphers openSsl) {
        try {
            return agrees(openSsl, new JdkCiphers(""))
                    ? openSsl
                    : new JdkCiphers(openSsl.name() + " makes other packets");
        } catch (RuntimeException e) {
            return new JdkCiphers(openSsl.name() + " refuses: " + e.getMessage());
        }
    }

    /** Whether two libraries make the same of a packet, and refuse a wrong one. */
    static boolean agrees(Ciphers ciphers, Ciphers others) {
        return agrees(new byte[16], ciphers, others) && agrees(new byte[32], ciphers, others);
    }

    private static boolean agrees(byte[] key, Ciphers ciphers, Ciphers others) {
        byte[] ours = new byte[LENGTH + TAG_BYTES];
        byte[] theirs = new byte[LENGTH + TAG_BYTES];
        ciphers.keyStream(key).apply(1, 2, ours, 0, LENGTH);
        others.keyStream(key).apply(1, 2, theirs, 0, LENGTH);
        ciphers.mac(key).sign(ours, 0, LENGTH, 3, TAG_BYTES);
        others.mac(key).sign(theirs, 0, LENGTH, 3, TAG_BYTES);
        if (!Arrays.equals(ours, theirs)
                || !ciphers.mac(key).verify(ours, 0, LENGTH, 3, TAG_BYTES)) {
            return false;
        }
        ciphers.aead(key, Ciphers.Use.SEAL).seal(1, 2, ours, 0, CLEAR, LENGTH, 3);
        others.aead(key, Ciphers.Use.SEAL).seal(1, 2, theirs, 0, CLEAR, LENGTH, 3);
        if (!Arrays.equals(ours, theirs)) {
            return false;
        }
        Ciphers.Aead opener = ciphers.aead(key, Ciphers.Use.OPEN);
        ours[LENGTH] ^= 1;
        boolean fooled = opener.open(1, 2, ours, 0, CLEAR, LENGTH, 3);
        return !fooled && opener.open(1, 2, theirs, 0, CLEAR, LENGTH, 3);
    }
}
