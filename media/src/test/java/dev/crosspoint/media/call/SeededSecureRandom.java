package dev.crosspoint.media.call;

import java.io.Serial;
import java.security.SecureRandom;
import java.util.Random;

/** Not secure: the same numbers for the same seed, so that a test can be repeated. */
final class SeededSecureRandom extends SecureRandom {
    @Serial private static final long serialVersionUID = 1L;

    private final Random random;

    SeededSecureRandom(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }

    @Override
    public int nextInt() {
        return random.nextInt();
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    @Override
    public double nextDouble() {
        return random.nextDouble();
    }
}
