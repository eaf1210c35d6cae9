package dev.crosspoint.gateway.switchboard;

import dev.crosspoint.gateway.call.Fresh;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names of 128 random bits, secrets of 256. */
final class RandomFresh implements Fresh {
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random;

    RandomFresh(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String id() {
        return hex(ID_BYTES);
    }

    @Override
    public String secret() {
        return hex(SECRET_BYTES);
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public int percent() {
        return random.nextInt(1, 101);
    }

    private String hex(int bytes) {
        var value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
